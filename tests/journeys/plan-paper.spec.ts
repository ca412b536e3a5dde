import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, link, say, test } from './site.ts'

/** The sheets of the plan as the printer gets them: how many, and how large the first is, in points. */
async function printed(page: Page): Promise<{ sheets: number; width: number; height: number }> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!
  return { sheets: Number(/\/Type \/Pages[^>]*?\/Count (\d+)/.exec(pdf)?.[1] ?? /\/Count (\d+)/.exec(pdf)![1]), width: Math.round(Number(width)), height: Math.round(Number(height)) }
}

/** Goals that would be cut by the end of a sheet of this height, in points. */
const mayBeCut = (page: Page) => page.evaluate(() => [...document.querySelectorAll('.whole')].filter((one) => getComputedStyle(one).breakInside !== 'avoid').length)

test('the plan for the fridge is on A4 and A5, in ordinary and large print, with the drawing, and keeps each goal whole', async ({ page }) => {
  await as(page, 'daniel')
  const plan = `${await familyOf(page)}/plan`
  await page.goto(plan)
  await link(page, 'Print the plan').click()
  await isSound(page)
  const a4 = await printed(page)
  expect(a4).toMatchObject({ width: 595, height: 842 })
  expect(a4.sheets).toBeLessThanOrEqual(3)
  await page.emulateMedia({ media: 'print' })
  expect(await mayBeCut(page)).toBe(0)
  await expect(page.getByRole('main').getByRole('img', { name: /^Ada drew our house/ })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('One Saturday a month when we all breathe out')
  await expect(page.getByRole('link', { name: 'Large print' })).toBeHidden()
  await page.emulateMedia({ media: null })

  await link(page, 'Small sheet (A5)').click()
  await link(page, 'Large print').click()
  await isSound(page)
  await expect(page).toHaveURL(/paper=a5&print=large/)
  const a5 = await printed(page)
  expect(a5).toMatchObject({ width: 420, height: 595 })
  expect(a5.sheets).toBeGreaterThan(a4.sheets)
})

test('in Urdu it is read from the right, each in the language that it was said in', async ({ page }) => {
  await as(page, 'aisha')
  await page.goto(`${await familyOf(page)}/plan/print`)
  await isSound(page)
  expect((await printed(page)).sheets).toBeGreaterThan(0)
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.getByText('I can cook four dinners that Sana eats.')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { name: say.ur.t('plan:strengths') })).toBeVisible()
})

bothWays(() => {
  test('Daniel reads the shorter pages: pictures with words, one thing to do, until he wants it all again', async ({ page }) => {
    await as(page, 'daniel')
    const family = await familyOf(page)
    await page.goto(`${family}/plan`)
    await link(page, 'Shorter, with pictures').click()
    await isSound(page)
    await expect(page.getByRole('heading', { name: 'What is next' })).toBeVisible()
    expect(await page.getByRole('main').getByRole('button').count() + await page.getByRole('main').locator('a.b').count()).toBeLessThanOrEqual(1)
    // Remembered on the other pages of the plan.
    await page.goto(`${family}/goals`)
    await expect(page.getByRole('link', { name: 'Show everything' })).toBeVisible()
    await isSound(page)
    await link(page, 'The whole family signs well enough for jokes').click()
    await expect(button(page, 'Done')).toHaveCount(1)
    await isSound(page)
    await link(page, 'Show everything').click()
    await expect(page.getByRole('heading', { name: 'How it went' })).toBeVisible()
    await page.goto(`${family}/plan`)
    await expect(page.getByRole('link', { name: 'Shorter, with pictures' })).toBeVisible()
  })

  test('he reads the plan by one person, and everybody’s again', async ({ page }) => {
    await as(page, 'daniel')
    await page.goto(`${await familyOf(page)}/plan`)
    await page.getByRole('navigation', { name: 'The plan by person' }).getByRole('link', { name: 'Chidi' }).click()
    await isSound(page)
    await expect(page.getByRole('main')).toContainText('One Saturday a month when we all breathe out')
    await expect(page.getByRole('main')).not.toContainText('The whole family signs well enough for jokes')
    await page.getByRole('navigation', { name: 'The plan by person' }).getByRole('link', { name: 'Everybody' }).click()
    await expect(page.getByRole('main')).toContainText('The whole family signs well enough for jokes')
  })
})
