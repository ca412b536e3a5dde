import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test, tick } from './site.ts'
import type { Instant } from '#app/values/instant.ts'
import { inDays } from './days.ts'

bothWays(() => {
  test('Bethan reads in Welsh on which days her nurse comes, moves the next visit and takes a time for it', async ({ page }) => {
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

    await page.goto(plan)
    await link(page, t('programmes:choose')).click()
    await expect(page.getByRole('main')).toContainText(t('programmes:offeredFor'))
    await isSound(page)
    await tick(page.getByRole('group', { name: t('appointments:times.offered') }).getByRole('radio').first())
    await button(page, t('booking:offered.take')).click()
    await expect(page.getByRole('alert')).toContainText(t('appointments:done.booked'))
    const visit = page.url()
    const at = (await page.getByRole('main').locator('time').first().getAttribute('datetime'))!
    await page.goto(plan)
    await expect(page.getByRole('main'), 'the card has its time').toContainText(t('programmes:cardBooked', { when: say.cy.format.when(at as Instant) }))
    await isSound(page)
    await link(page, t('programmes:open')).click()
    await expect(link(page, t('programmes:timeLink'))).toBeVisible()
    await expect(page.locator('main details summary').filter({ hasText: t('programmes:move') }), 'it is moved as a time').toHaveCount(0)
    await isSound(page)
    await page.goto(visit)
    await link(page, t('appointments:one.cancel')).click()
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(page.getByRole('alert')).toContainText(t('appointments:done.cancelled'))
  })
})
