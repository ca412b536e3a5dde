import { expect, type Page } from '@playwright/test'
import ICAL from 'ical.js'
import { demoPassword } from '#db/demo/people.ts'
import { as, bothWays, button, familyOf, isSound, link, say, test, tick } from './site.ts'

/** What an independent parser reads of a calendar at an address. */
async function read(page: Page, address: string) {
  const answer = await page.request.get(address)
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  return new ICAL.Component(ICAL.parse(await answer.text()) as unknown[]).getAllSubcomponents('vevent').map((event) => {
    const { uid, summary, location, startDate } = new ICAL.Event(event)
    return { uid, summary, location, starts: startDate.toJSDate().toISOString() }
  })
}

bothWays(() => {
  test('Marta puts her appointments into the calendar of her phone, and ends that', async ({ page }) => {
    const { t } = say.pl
    await as(page, 'marta')
    const family = await familyOf(page)
    await page.goto(`${family}/appointments`)
    await link(page, t('appointments:look')).first().click()
    const startsAt = (await page.getByRole('main').locator('time').first().getAttribute('datetime'))!

    const one = await test.step('one appointment, as a file', async () => {
      const [found] = await read(page, (await link(page, t('calendar:one.link')).getAttribute('href'))!)
      expect(found).toMatchObject({ starts: startsAt, summary: t('calendar:neutral'), location: null })
      return found!
    })

    await test.step('she has an address made, which says as little', async () => {
      await page.goto('/account')
      await link(page, t('calendar:title')).click()
      await isSound(page)
      const password = page.getByRole('main').locator('input[name=password]')
      if ((await password.count()) > 0) await password.fill(demoPassword)
      await button(page, t('calendar:make')).click()
      await expect(page.getByRole('alert').first(), 'who sees it is to be thought of first').toContainText(t('calendar:carefulFirst'))
      if ((await password.count()) > 0) await password.fill(demoPassword)
      await tick(page.getByLabel(t('calendar:carefulYes')))
      await button(page, t('calendar:make')).click()
      await expect(page.getByText(t('calendar:done.made'))).toBeVisible()
      await isSound(page)
    })
    const address = await page.locator('code').innerText()
    await page.context().clearCookies()
    const feed = await read(page, address)
    expect(feed).toContainEqual(one)
    expect(new Set(feed.map(({ summary }) => summary))).toEqual(new Set([t('calendar:neutral')]))

    await test.step('with whom and where, once she wants that', async () => {
      await as(page, 'marta')
      await page.goto('/account/calendar')
      await tick(page.getByLabel(t('calendar:detailYes')))
      await button(page, t('calendar:change')).click()
      await expect(page.getByText(t('calendar:done.changed'))).toBeVisible()
      expect((await read(page, address)).find(({ uid }) => uid === one.uid)!.summary).toContain('Sam')
    })

    await test.step('and once she ends it, its address opens nothing', async () => {
      await button(page, t('calendar:end')).click()
      await expect(page.getByText(t('calendar:done.ended'))).toBeVisible()
      await isSound(page)
      expect((await page.request.get(address)).status()).toBe(404)
    })
  })
})
