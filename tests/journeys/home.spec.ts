import { expect } from '@playwright/test'
import { as, bothWays, familyOf, isSound, say, signIn, test } from './site.ts'

const { t, format } = say.pl

bothWays(() => {
  test('Marta signs in, in Polish, and her home leads with one thing', async ({ page }) => {
    await page.goto('/?lng=pl')
    await isSound(page)
    await signIn(page, 'marta')
    await expect(page).toHaveURL(/\/families\/[0-9a-z]{20}$/)
    await expect(page.locator('html')).toHaveAttribute('lang', 'pl')
    const main = page.getByRole('main')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('home:hello', { name: 'Marta' }))
    await isSound(page)
    void format; void main
  })
  test('Daniel home', async ({ page }) => {
    await as(page, 'daniel')
    await familyOf(page)
    await isSound(page)
  })
})
