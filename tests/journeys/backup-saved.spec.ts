import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, isAccessible, isSound, link, say, test } from './site.ts'

/** How many sheets the printer gets, and how wide the first is, in points. */
async function printed(page: Page): Promise<{ sheets: number; width: number }> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  return { sheets: Number(/\/Count (\d+)/.exec(pdf)![1]), width: Math.round(Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(pdf)![1])) }
}

bothWays(({ script }) => {
  test('Aisha reads what saving means, saves the plan on her phone, and opens it with the network cut', async ({ page }, about) => {
    const { t } = say.ur
    await as(page, 'aisha')
    const family = await familyOf(page)
    await page.goto(`${family}/plan/if-things-get-harder`)
    await link(page, t('backup:saving.link')).click()
    await expect(page.getByRole('main')).toContainText(t('backup:saving.anybody'))
    await isSound(page)
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, t('backup:saving.button')).click()])
    expect(download.suggestedFilename()).toMatch(/^page-\d{4}-\d\d-\d\d\.html$/)
    const file = about.outputPath('page.html')
    await download.saveAs(file)
    const text = readFileSync(file, 'utf8')
    expect(text).not.toMatch(/<script|<link|<img|\bsrc=|url\(|https?:|@import| style=/i)

    const context = await page.context().browser()!.newContext({ offline: true, javaScriptEnabled: script, viewport: { width: 320, height: 640 } })
    const saved = await context.newPage()
    const asked: string[] = []
    saved.on('request', (request) => asked.push(request.url()))
    await saved.goto(pathToFileURL(file).href)
    await expect(saved.locator('html')).toHaveAttribute('dir', 'rtl')
    await expect(saved.locator('html')).toHaveAttribute('lang', 'ur')
    await expect(saved.getByRole('heading', { level: 1 })).toHaveText(t('backup:title'))
    await expect(saved.locator('body')).toContainText(t('backup:stepsInFor', { name: 'Tariq Hussain', child: 'Sana Hussain' }))
    await expect(saved.locator('a[href="tel:111"]')).toBeVisible()
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([])
    expect(await saved.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    if (script) await isAccessible(saved)
    await context.close()
  })

  test('Tariq saves what he sees and no more; whoever helps saves nothing; the card is one small sheet', async ({ page }, about) => {
    test.setTimeout(120_000)
    await as(page, 'tariq')
    const family = await familyOf(page)
    const here = `${family}/plan/if-things-get-harder`
    await page.goto(`${here}/save`)
    await isSound(page)
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, say.en.t('backup:saving.button')).click()])
    const file = about.outputPath('page.html')
    await download.saveAs(file)
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('Sana Hussain')
    expect(text).not.toContain('NHS 111')
    await as(page, 'sam')
    expect((await page.request.get(`${here}/save`, { maxRedirects: 0 })).status()).not.toBe(200)
    for (const who of ['aisha', 'imran'] as const) {
      await as(page, who)
      await page.goto(here)
      await link(page, say[who === 'aisha' ? 'ur' : 'en'].t('backup:card.link')).click()
      await isSound(page)
      // Other journeys write an entry into this plan and take it out again: the card of the demo's own is one sheet.
      await expect.poll(async () => {
        await page.reload()
        return printed(page)
      }, { message: who, timeout: 40_000 }).toEqual({ sheets: 1, width: 298 })
    }
  })
})
