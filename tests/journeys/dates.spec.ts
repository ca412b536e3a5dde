import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test, tick } from './site.ts'
import { inDays } from './days.ts'

/** Opens the day of a time, and chooses it. */
async function choose(page: Page, value: string): Promise<void> {
  const time = page.locator(`input[name=time][value="${value}"]`)
  const day = time.locator('xpath=ancestor::details[1]')
  if ((await day.getAttribute('open')) === null) await day.locator('summary').click()
  await tick(time)
}

const timesOf = (page: Page) => page.locator('input[name=time]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))

bothWays(({ name }) => {
  test('Daniel says which days matter, is asked before he books and moves a time on one, and takes it out again', async ({ page }) => {
    const { t } = say.en
    const called = `Ada’s operation, ${name}`
    await as(page, 'daniel')
    const family = await familyOf(page)
    await page.goto(`${family}/people`)
    await link(page, t('dates:link')).click()
    await isSound(page)
    const add = page.getByText(t('dates:add'), { exact: true })
    if (!(await page.getByLabel(t('dates:kind.own'), { exact: true }).isVisible())) await add.click()
    await button(page, t('dates:save')).click()
    await expect(page.getByRole('alert').first()).toContainText('There is a problem')
    await isSound(page)
    await tick(page.getByLabel(t('dates:kind.own'), { exact: true }))
    await page.locator('input[name=words]').fill(called)
    await fillDay(page.getByRole('group', { name: t('dates:from') }), inDays(1))
    await fillDay(page.getByRole('group', { name: t('dates:until') }), inDays(60))
    await tick(page.getByLabel(t('dates:once'), { exact: true }))
    await button(page, t('dates:save')).click()
    await expect(page.getByText(t('dates:done.kept'))).toBeVisible()
    await expect(page.getByRole('main')).toContainText(called)
    await isSound(page)

    await page.goto(`${family}/appointments/book`)
    await expect(link(page, t('dates:link'))).toBeVisible()
    await tick(page.getByLabel('Sam Adeyemi'))
    await tick(page.getByLabel(t('appointments:mode.phone'), { exact: true }))
    await button(page, t('appointments:book.next')).click()
    await button(page, t('appointments:times.weekAfter')).click()
    await expect(page.getByRole('main').locator('summary').first(), 'a quiet word in the list').toContainText(called)
    await choose(page, (await timesOf(page)).at(-1)!)
    await isSound(page)
    await button(page, t('booking:toCheck')).click()
    await expect(page.getByRole('main')).toContainText(t('dates:warn.ours'))
    await expect(page.getByRole('main')).toContainText(called)
    await isSound(page)
    await button(page, t('appointments:book.book')).click()
    await expect(page.getByText(t('appointments:done.booked'))).toBeVisible()

    await link(page, t('appointments:one.move')).click()
    const other = (await timesOf(page)).at(-1)!
    await choose(page, other)
    await button(page, t('appointments:one.moveButton')).click()
    await expect(page.getByRole('main')).toContainText(t('dates:warn.goOn'))
    await expect(page.locator(`input[name=time][value="${other}"]`), 'it is still chosen').toBeChecked()
    await isSound(page)
    await button(page, t('appointments:one.moveButton')).click()
    await expect(page.getByText(t('appointments:done.moved'))).toBeVisible()
    await expect(page.getByRole('main').locator('time').first()).toHaveAttribute('datetime', other)
    await link(page, t('appointments:one.cancel')).click()
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(page.getByText(t('appointments:done.cancelled'))).toBeVisible()

    await page.goto(`${family}/dates`)
    await page.getByRole('button').filter({ hasText: called }).click()
    await expect(page.getByText(t('dates:done.dropped'))).toBeVisible()
    await expect(page.getByRole('main')).not.toContainText(called)
  })
})
