import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, link, say, test, tick } from './site.ts'

type Words = (typeof say)['en']

/** From the page of booking to the question of one group, with its last date chosen: which that is. */
async function choosesDate(page: Page, family: string, group: string, { t }: Words): Promise<string> {
  await page.goto(`${family}/appointments/book`)
  await link(page, t('groups:bookLink')).click()
  await isSound(page)
  const card = page.locator('section.card').filter({ hasText: group })
  await card.getByRole('link', { name: new RegExp(t('groups:choose')) }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(group)
  const date = page.locator('input[name=date]').last()
  await tick(date)
  return (await date.getAttribute('value'))!
}

/** Ticks who comes, and nobody else. */
async function come(page: Page, ...names: string[]): Promise<void> {
  for (const label of await page.locator('input[name=about] + label').all()) {
    const box = page.locator(`#${await label.getAttribute('for')}`)
    await box.setChecked(names.includes((await label.innerText()).trim()), { force: true })
  }
}

bothWays(({ name }) => {
  test('Marta takes two places in a group, in Polish on a small phone; who leads it reads their names, and another family does not', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    const { t } = say.pl
    await as(page, 'marta')
    const family = await familyOf(page)
    const date = await choosesDate(page, family, 'Saturday breakfast', say.pl)
    await come(page)
    await button(page, t('booking:toCheck')).click()
    await expect(page.getByText(t('refusals:nobody-comes')).first()).toBeVisible()
    await come(page, 'Marta Kowalczyk', 'Leo Bailey')
    await page.getByLabel(t('appointments:book.note')).fill(`Leo nie je orzechów, ${name}`)
    await isSound(page)
    await button(page, t('booking:toCheck')).click()
    const main = page.getByRole('main')
    for (const said of [t('groups:check.lead'), 'Saturday breakfast', 'Nia Hughes', 'Leo Bailey', `Leo nie je orzechów, ${name}`]) await expect(main).toContainText(said)
    await isSound(page)
    await button(page, t('groups:check.come', { count: 2 })).click()
    await expect(page.getByText(t('appointments:done.booked'))).toBeVisible()
    await expect(main).toContainText('Saturday breakfast')
    await isSound(page)
    const place = new URL(page.url()).pathname

    await page.context().clearCookies()
    await as(page, 'nia')
    await page.goto('/desk/diary')
    await link(page, 'Saturday breakfast').click()
    await page.locator(`main a[href$="/${date}"]`).click()
    await expect(main).toContainText('Leo Bailey')
    await expect(main).toContainText(`Leo nie je orzechów, ${name}`)
    await isSound(page)

    await page.context().clearCookies()
    await as(page, 'joy')
    const other = await familyOf(page)
    for (const path of ['/appointments/groups', '/appointments']) {
      await page.goto(other + path)
      for (const hidden of ['Marta', 'Leo Bailey', name]) await expect(main).not.toContainText(hidden)
    }

    await page.context().clearCookies()
    await as(page, 'marta')
    await page.goto(`${place}?change=cancel`)
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(page.getByText(t('appointments:done.cancelled'))).toBeVisible()
  })

  test('a date that is full can be waited for, and left again', async ({ page }) => {
    const { t } = say.pl
    await as(page, 'marta')
    const family = await familyOf(page)
    await choosesDate(page, family, 'Baby massage', say.pl)
    await expect(page.getByRole('main')).toContainText(t('groups:room.full'))
    await come(page, 'Marta Kowalczyk')
    await button(page, t('booking:toCheck')).click()
    await expect(page.getByText(t('groups:check.full'))).toBeVisible()
    await button(page, t('groups:check.wait')).click()
    await expect(page.getByText(t('groups:wait.done.waiting'))).toBeVisible()
    await isSound(page)
    await page.goto(`${family}/appointments`)
    await expect(page.getByRole('heading', { name: t('groups:wait.card') })).toBeVisible()
    await isSound(page)
    await page.locator('main a[href*="/waits/"]').click()
    await page.locator('details summary').filter({ hasText: t('groups:wait.leave') }).click()
    await button(page, t('groups:wait.leave')).click()
    await expect(page.getByText(t('groups:wait.done.left'))).toBeVisible()
  })
})
