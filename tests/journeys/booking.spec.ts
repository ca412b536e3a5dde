import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, link, say, test, tick } from './site.ts'

type Words = (typeof say)['en']

/** From the list to the times of Sam on the phone, and the last of a week that can still be cancelled. */
async function choosesTime(page: Page, family: string, { t }: Words): Promise<string> {
  await page.goto(`${family}/appointments/book`)
  await tick(page.getByLabel('Sam Adeyemi'))
  await tick(page.getByLabel(t('appointments:mode.phone'), { exact: true }))
  await button(page, t('appointments:book.next')).click()
  await button(page, t('appointments:times.weekAfter')).click()
  await button(page, t('appointments:times.weekAfter')).click()
  const time = page.locator('input[name=time]').last()
  const day = time.locator('xpath=ancestor::details[1]')
  if ((await day.getAttribute('open')) === null) await day.locator('summary').click()
  await tick(time)
  await isSound(page)
  return (await time.getAttribute('value'))!
}

bothWays(({ name }) => {
  test('Marta books in Polish on a small phone, with everything kept from page to page', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    const { t } = say.pl
    await as(page, 'marta')
    const family = await familyOf(page)
    const chosen = await choosesTime(page, family, say.pl)
    await tick(page.getByLabel(t('appointments:needs.childcare')))
    await page.getByLabel(t('appointments:book.note')).fill(`Proszę dzwonić rano, ${name}`)
    await button(page, t('booking:toCheck')).click()
    const main = page.getByRole('main')
    for (const said of [t('booking:check.lead'), 'Sam Adeyemi', t('appointments:needs.childcare'), `Proszę dzwonić rano, ${name}`]) await expect(main).toContainText(said)
    await isSound(page)
    await button(page, t('appointments:book.book')).click()
    await expect(page.getByText(t('appointments:done.booked'))).toBeVisible()
    await expect(main.locator('time').first()).toHaveAttribute('datetime', chosen)
    await expect(main, 'childcare is to be arranged').toContainText(t('booking:arrange.notYet'))
    await isSound(page)
    await link(page, t('appointments:one.cancel')).click()
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(page.getByText(t('appointments:done.cancelled'))).toBeVisible()
  })

  test('Tanya books something for herself and her lead professional alone: Joy and Dean see no trace', async ({ page }) => {
    const { t } = say.en
    const secret = `Only for me, ${name}`
    await as(page, 'tanya')
    const family = await familyOf(page)
    const chosen = await choosesTime(page, family, say.en)
    await page.getByLabel(t('appointments:book.note')).fill(secret)
    await tick(page.getByLabel(t('common:whoSees.named')))
    for (const box of await page.locator('input[name=seen-by]').all()) await box.setChecked((await box.getAttribute('value')) === 'lead', { force: true })
    await button(page, t('booking:toCheck')).click()
    await expect(page.getByRole('main')).toContainText('Only Tanya')
    await button(page, t('appointments:book.book')).click()
    await expect(page.getByText(t('appointments:done.booked'))).toBeVisible()
    const here = new URL(page.url()).pathname
    for (const who of ['joy', 'dean'] as const) {
      await page.context().clearCookies()
      await as(page, who)
      for (const path of ['', '/appointments', '/plan']) {
        await page.goto(family + path)
        await expect(page.getByRole('main')).not.toContainText(secret)
        await expect(page.locator(`time[datetime="${chosen}"]`)).toHaveCount(0)
      }
      expect((await page.goto(here))!.status(), who).toBe(404)
    }
    await page.context().clearCookies()
    await as(page, 'tanya')
    await page.goto(`${here}?change=cancel`)
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(page.getByText(t('appointments:done.cancelled'))).toBeVisible()
  })
})
