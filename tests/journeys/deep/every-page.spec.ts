/**
 * Every page, as somebody who may see it, in the four languages, from the narrowest phone to a desk. What axe and the HTML
 * checker look for is the same whatever a page is written in, so they look in one language from left to right and one from right to
 * left, and axe at the dark colours in one.
 */
import { expect } from '@playwright/test'
import { languages } from '#app/i18n/lang.ts'
import { demoAddress } from '#db/demo/people.ts'
import { as, findings, fitsTheScreen, hasContrast, isAccessible, isValidHtml, mistakes, test } from '../site.ts'
import { everyPage, helpersInMeetings } from '../site-map.ts'
import { meetingsGoOn } from '../meeting-places.ts'
import { opensRecord } from '../world.ts'

/** Whoever was shown a language last has it until they choose another: one language after the other, in one worker. */
test.describe.configure({ mode: 'serial' })

const people = ['nobody', 'daniel', 'sam', 'nia', 'priya', 'marta', 'halina', 'grace', 'ruth', 'imran', 'tanya', 'tariq', 'aisha', 'femi', 'ines', 'alex'] as const

test.beforeAll(() => {
  meetingsGoOn()
  for (const [who, family] of helpersInMeetings) opensRecord(demoAddress(who), family)
})

test('everybody of the site map is asked', () => {
  expect(new Set(everyPage().map(({ who }) => who))).toEqual(new Set(people))
})

for (const { code, ownName, dir } of languages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    if (colorScheme === 'dark' && code !== 'en') continue
    const byAxe = code === 'en' || dir === 'rtl'
    test.describe(`${ownName}, ${colorScheme}`, () => {
      test.use({ colorScheme })

      for (const who of people) {
        test(`every page of ${who} is sound and fits on 320, 360 and 1280`, async ({ page }) => {
          test.setTimeout(480_000)
          if (who === 'nobody') await page.context().addCookies([{ name: 'language', value: code, url: `http://localhost:${process.env.JOURNEY_PORT}` }])
          else {
            await as(page, who)
            await page.goto(`/language?lng=${code}`)
          }
          for (const { path } of everyPage().filter((one) => one.who === who)) {
            await page.setViewportSize({ width: 360, height: 740 })
            const answer = await page.goto(path)
            if (who === 'nobody') expect(answer!.status(), path).toBeLessThan(500)
            else expect(answer!.status(), path).toBe(path === '/families/none' ? 404 : 200)
            await expect(page.locator('html'), path).toHaveAttribute('lang', code)
            await expect(page.locator('html'), path).toHaveAttribute('dir', dir)
            if (colorScheme === 'light') {
              if (byAxe) await isValidHtml(page)
              for (const width of [320, 1280]) {
                await page.setViewportSize({ width, height: 740 })
                await fitsTheScreen(page)
              }
              await page.setViewportSize({ width: 360, height: 740 })
            }
            await fitsTheScreen(page)
            if (colorScheme === 'dark') await hasContrast(page)
            else if (byAxe) await isAccessible(page)
          }
        })
      }
    })
  }
}

test('a page with planted faults is found out, by axe and by the HTML checker', async ({ page }) => {
  const planted = '<!doctype html><html><head><title></title></head><body><h1>One</h1><h1 id="a">Two</h1><p id="a" style="color:#999;background:#fff">Pale</p><img src="x.png"><input type="text"><button></button><ul><p>Not a row</p></ul></body></html>'
  await page.route('**/planted', (route) => route.fulfill({ contentType: 'text/html', body: planted }))
  await page.goto('/planted')
  const found = (await findings(page)).map((one) => one.split(':')[0])
  for (const fault of ['color-contrast', 'image-alt', 'label', 'button-name', 'html-has-lang', 'document-title', 'list']) expect(found).toContain(fault)
  const wrong = (await mistakes(planted)).join('\n')
  for (const rule of ['no-dup-id', 'no-inline-style', 'element-permitted-content', 'element-required-attributes']) expect(wrong).toContain(rule)
})
