import { expect } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { booksTime } from './books.ts'
import { as, bothWays, button, familyOf, isSound, link, say, test } from './site.ts'
import { opensRecord } from './world.ts'

bothWays(({ script }) => {
  test('Bethan books one visit with Nia and Sam, in Welsh; it stands in the diary of both, and leaves both', async ({ page }) => {
    const { t } = say.cy
    await as(page, 'bethan')
    const family = await familyOf(page)
    const booked = await booksTime(page, family, say.cy, { with: ['Nia Hughes', 'Sam Adeyemi'], how: 'phone', nth: script ? 2 : 0 })
    await expect(page.getByRole('main')).toContainText(t('appointments:with.phone', { name: say.cy.format.list(['Nia Hughes', 'Sam Adeyemi']) }))
    await isSound(page)
    for (const who of ['nia', 'sam'] as const) {
      await as(page, who)
      opensRecord(demoAddress(who), 'Pugh')
      await page.goto('/desk/diary')
      await expect(page.getByRole('main').locator(`a[href$="${booked.id}"]`), who).toHaveCount(1)
      await page.getByRole('main').locator(`a[href$="${booked.id}"]`).click()
      for (const name of ['Nia Hughes', 'Sam Adeyemi']) await expect(page.getByRole('main')).toContainText(name)
      await isSound(page)
    }
    await as(page, 'bethan')
    await page.goto(booked.path)
    await link(page, t('appointments:one.cancel')).click()
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(page.getByText(t('appointments:done.cancelled'))).toBeVisible()
    for (const who of ['nia', 'sam'] as const) {
      await as(page, who)
      await page.goto('/desk/diary')
      await expect(page.getByRole('main').locator(`a[href$="${booked.id}"]`), who).toHaveCount(0)
    }
  })
})
