import { expect, type Page } from '@playwright/test'
import type { Lang } from '#app/i18n/lang.ts'
import { as, bothWays, familyOf, isSound, link, say, signIn, test } from './site.ts'

/** What a family's home must say, in the reader's language. */
async function leadsWithOneThing(page: Page, lang: Lang, name: string): Promise<void> {
  const { t } = say[lang]
  const main = page.getByRole('main')
  await expect(page.locator('html')).toHaveAttribute('lang', lang)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('home:hello', { name }))
  // Nothing is needed, or how many things are.
  const first = await main.locator('.lead').innerText()
  expect([t('home:nothing'), ...[1, 2, 3, 4, 5, 6, 7, 8].map((count) => t('home:needed', { count }))]).toContain(first)
  // The first card is what is next, unless something is asked of her.
  const cards = main.getByRole('heading', { level: 2 })
  await expect(cards.first()).toHaveText(t('home:next'))
}

bothWays(() => {
  test('Marta signs in, and in Polish her home says first what is next, then goals, money and who helps', async ({ page }) => {
    const { t } = say.pl
    await page.goto('/?lng=pl')
    await isSound(page)
    await link(page, t('account:signIn.title')).click()
    await isSound(page)
    await signIn(page, 'marta')
    await expect(page).toHaveURL(/\/families\/[0-9a-z]{20}$/)

    await leadsWithOneThing(page, 'pl', 'Marta')
    const main = page.getByRole('main')
    const next = main.locator('section').filter({ hasText: t('home:next') })
    await expect(next.locator('time')).toHaveText(/\d/)
    await expect(next).toContainText(t('home:canStop'))

    const goals = main.locator('section').filter({ hasText: t('home:goals') })
    await expect(goals.getByRole('link', { name: 'Poranki bez łez' })).toBeVisible()
    await expect(goals.getByRole('img', { name: t('goals:progress', { score: 7 }) })).toBeVisible()

    const money = main.locator('section').filter({ hasText: t('home:money') })
    const picture = await money.getByRole('img').first().getAttribute('aria-label')
    expect(penceIn(picture ?? '').reduce((sum, one) => sum + one, 0), `${picture} is £900 in all`).toBe(90_000)
    await expect(money).toContainText(t('home:left'))
    await expect(money).toContainText(t('home:aside'))
    await expect(money).toContainText(t('home:spent'))

    const helping = main.locator('section').filter({ hasText: t('home:helping') })
    await expect(helping.getByText('Sam Adeyemi')).toBeVisible()
    await expect(helping.locator('img')).toHaveCount(1)
    // Sam's hello is in Sam's language, and says so to a screen reader.
    await expect(helping.locator('blockquote [lang=en]')).toContainText('No question is too small.')
    await expect(helping).toContainText(t('home:answers', { count: 1 }))
    await isSound(page)
  })

  test('a page of nobody leads to signing in, and from there back to it', async ({ page }) => {
    await as(page, 'daniel')
    const family = await familyOf(page)
    await page.context().clearCookies()
    await page.goto(`${family}/goals`)
    await expect(page).toHaveURL(`/sign-in?to=${encodeURIComponent(`${family}/goals`)}`)
    await page.getByLabel('E-mail address or mobile number').fill('daniel@demo.example')
    await page.getByLabel('Password').fill('our family plan')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL(`${family}/goals`)
  })
})

/** The sums in a sentence, in pence. */
function penceIn(sentence: string): number[] {
  return (sentence.match(/\d[\d.,\s\u00a0]*\d|\d/g) ?? []).map((sum) => {
    const digits = sum.replace(/[\s\u00a0]/g, '')
    return Math.round(Number(digits.replace(/[.,](?=\d{3}(\D|$))/g, '').replace(',', '.')) * 100)
  })
}

test.describe('on the narrowest phone, in Urdu', () => {
  test.use({ viewport: { width: 320, height: 568 } })

  test('Aisha signs in, and her home stands from right to left', async ({ page }) => {
    const { t } = say.ur
    await page.goto('/sign-in?lng=ur')
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    await isSound(page)
    await signIn(page, 'aisha')
    await leadsWithOneThing(page, 'ur', 'Aisha')
    await isSound(page)
    // The first letters stand at the right edge, and what Sam wrote in English runs from the left.
    const heading = await page.getByRole('heading', { level: 1 }).evaluate((one) => getComputedStyle(one).direction)
    expect(heading).toBe('rtl')
    await expect(page.getByRole('main').locator('[lang=en][dir=ltr]').first()).toBeVisible()
    // The five places stand in the bar at the bottom, and Home is where she is.
    const bar = page.getByRole('navigation', { name: t('common:nav.family') })
    await expect(bar.getByRole('link')).toHaveCount(5)
    await expect(bar.locator('[aria-current]')).toHaveText(t('common:nav.home'))
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme })

    test('the pages that anybody reads can be read', async ({ page }) => {
      for (const path of ['/', '/sign-in', '/help', '/services', '/staying-safe']) {
        await page.goto(path)
        await isSound(page)
      }
    })

    test('the pages of a family can be read', async ({ page }) => {
      await as(page, 'daniel')
      const family = await familyOf(page)
      for (const path of ['', '/plan', '/goals/new', '/appointments', '/budget', '/budget/statement', '/people']) {
        await page.goto(family + path)
        await isSound(page)
      }
    })
  })
}
