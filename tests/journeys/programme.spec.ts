import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test } from './site.ts'
import { inDays } from './days.ts'

bothWays(() => {
  test('Bethan reads in Welsh on which days her nurse comes, and moves the next visit', async ({ page }) => {
    const { t } = say.cy
    await as(page, 'bethan')
    const plan = `${await familyOf(page)}/plan`
    await page.goto(plan)
    await isSound(page)
    await link(page, t('programmes:open')).click()
    await isSound(page)
    const main = page.getByRole('main')
    await expect(main).toContainText(t('programmes:name.family-nurse'))
    await expect(main).toContainText('Nia')
    await page.locator('main details summary').filter({ hasText: t('programmes:move') }).click()
    await fillDay(page.getByRole('group').filter({ has: page.locator('input[name^="on-"]') }).last(), inDays(-3))
    await button(page, t('programmes:moveGo')).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await isSound(page)
    await fillDay(page.getByRole('group').filter({ has: page.locator('input[name^="on-"]') }).last(), inDays(5))
    await button(page, t('programmes:moveGo')).click()
    await expect(page.getByRole('alert')).toContainText(t('programmes:done.moved'))
    await isSound(page)
  })
})
