import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, statusOf, test } from './site.ts'
import { inDays } from './days.ts'

const { t, format } = say.en

bothWays(({ name }) => {
  test('Priya brings in more money and puts a mistake right; Joy reads both in a statement of today, in words, lines and a file', async ({ page }) => {
    await as(page, 'joy')
    const family = await familyOf(page)
    const source = `Snow fund ${name}`

    await test.step('more money comes', async () => {
      await as(page, 'priya')
      await page.goto(`/desk${family}/budget/change`)
      await isSound(page)
      await page.getByText(t('books:change.topUp'), { exact: true }).click()
      await button(page, t('books:change.topUpSave')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await page.getByLabel(t('budget:start.sum')).fill('12.50')
      await page.getByLabel(t('budget:start.source')).fill(source)
      await fillDay(page.getByRole('group', { name: t('budget:start.expires') }), inDays(60))
      await page.getByLabel(t('books:change.words')).fill('For the cold weeks.')
      await button(page, t('books:change.topUpSave')).click()
      await expect(page.getByText(t('books:change.done.top-up'))).toBeVisible()
    })

    await test.step('half a pound of it was too much', async () => {
      await page.getByText(t('books:change.mend'), { exact: true }).click()
      const line = page.getByLabel(t('books:change.line'))
      await line.selectOption(await line.locator('option').filter({ hasText: source }).first().getAttribute('value'))
      await page.getByLabel(t('books:change.mendSum')).fill('0.50')
      await page.getByLabel(t('books:change.mendWords')).fill(`A wrong key, ${name}`)
      await button(page, t('books:change.mendSave')).click()
      await expect(page.getByText(t('books:change.done.mend'))).toBeVisible()
      await isSound(page)
    })

    await test.step('Joy chooses today, after days that are none and days that are turned round', async () => {
      await as(page, 'joy')
      await page.goto(`${family}/budget/statement`)
      await isSound(page)
      await page.getByText(t('statement:choose'), { exact: true }).click()
      const [from, until] = [page.getByRole('group', { name: t('statement:from') }), page.getByRole('group', { name: t('statement:until') })]
      await fillDay(from, '2026-02-30')
      await button(page, t('budget:statement.show')).click()
      expect(statusOf(page)).toBe(400)
      await expect(from).toContainText(t('errors:noSuchDay'))
      await fillDay(from, inDays(0))
      await fillDay(until, inDays(-1))
      await button(page, t('budget:statement.show')).click()
      expect(statusOf(page)).toBe(400)
      await expect(until).toContainText(t('errors:lastBeforeFirst'))
      await expect(from.getByRole('textbox').nth(2)).toHaveValue(inDays(0).slice(0, 4))
      await isSound(page)
      await fillDay(until, inDays(0))
      await button(page, t('budget:statement.show')).click()
      await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(t('statement:title', { from: format.date(inDays(0) as never), until: format.date(inDays(0) as never) }))
      const main = page.getByRole('main')
      await expect(main).toContainText(source)
      await expect(main).toContainText(`A wrong key, ${name}`)
      // The picture says the same to whoever does not see it.
      await expect(main.getByRole('img')).toHaveAccessibleName(/is left now/)
      await isSound(page)
      const csv = await page.request.get((await link(page, t('statement:csv')).getAttribute('href'))!)
      expect(csv.headers()['content-disposition']).toContain(`statement-${inDays(0)}-${inDays(0)}.csv`)
      const lines = (await csv.text()).trim().split(/\r?\n/)
      expect(lines.slice(1).every((line) => line.startsWith(inDays(0)))).toBe(true)
      expect(lines.filter((line) => line.includes(source)).length).toBeGreaterThanOrEqual(1)
    })
  })

  test('days that are none give no file', async ({ page }) => {
    await as(page, 'joy')
    const family = await familyOf(page)
    expect((await page.request.get(`${family}/budget/statement.csv?from-day=31&from-month=2&from-year=2026`)).status()).toBe(404)
  })
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('money of Joy’s ends soon; she says why it should stay, Priya lets it stay, and Joy reads until when', async ({ page }) => {
    await as(page, 'joy')
    const family = await familyOf(page)
    await page.goto(`${family}/budget`)
    await isSound(page)
    await link(page, t('books:ends.say')).click()
    await isSound(page)
    await button(page, t('books:ends.send')).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    await page.getByLabel(t('books:ends.why')).fill('The coats come in January.')
    await button(page, t('books:ends.send')).click()
    await expect(page.getByText(t('books:ends.done.said'))).toBeVisible()
    await isSound(page)
    await as(page, 'priya')
    await page.goto(`/desk${family}/budget/change`)
    await expect(page.getByRole('main')).toContainText('The coats come in January.')
    await fillDay(page.getByRole('group', { name: t('books:stay.until') }), inDays(70))
    await button(page, t('books:stay.save')).click()
    await expect(page.getByText(t('books:change.done.stay'))).toBeVisible()
    await as(page, 'joy')
    await page.goto(`${family}/budget/ends`)
    await expect(page.getByRole('main')).toContainText(t('books:ends.stays', { day: format.dayWithYear(inDays(70) as never) }))
    await isSound(page)
  })
})
