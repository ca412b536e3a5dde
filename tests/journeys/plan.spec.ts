import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test } from './site.ts'
import { inDays } from './days.ts'

bothWays(({ name }) => {
  test('Marta reads the plan: first what is going well, then what they want, then who does what by when', async ({ page }) => {
    const { t } = say.pl
    await as(page, 'marta')
    await page.goto(`${await familyOf(page)}/plan`)
    const heads = page.getByRole('main').getByRole('heading', { level: 2 })
    await expect(heads).toHaveText([t('plan:strengths'), t('plan:wants'), t('plan:actions'), t('plan:matters'), t('plan:says'), t('plan:needs'), t('agreement:card.title'), t('reviews:card')])
    const good = page.getByRole('main').locator('section').first()
    await expect(good).toContainText('Jesteśmy razem. Śmiejemy się przy kolacji.')
    // Both sides stand beside each other, each with a name and a day.
    await expect(page.getByRole('heading', { name: t('plan:ours'), level: 3 })).toBeVisible()
    await expect(page.getByRole('heading', { name: t('plan:services'), level: 3 })).toBeVisible()
    await expect(page.getByRole('main')).toContainText('Moira Kerr')
    // What services are late with is as plain to see as anything of the family's.
    await expect(page.locator('li', { hasText: 'Ask the landlord' }).last()).toContainText(t('plan:lateTag'))
    await isSound(page)
  })

  test('she prints it: no buttons, no bar, no footer, and everything of the plan', async ({ page }) => {
    const { t } = say.pl
    await as(page, 'marta')
    await page.goto(`${await familyOf(page)}/plan`)
    await link(page, t('plan:print')).click()
    await expect(page).toHaveURL(/\/plan\/print$/)
    await isSound(page)
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('main')).toContainText('Poranki bez łez')
    await expect(page.getByRole('main')).toContainText('Jesteśmy razem.')
    await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
    for (const one of ['footer', 'nav', '#exit']) await expect(page.locator(one).first(), `${one} on paper`).toBeHidden()
  })

  test('Daniel adds something good and something that somebody will do, and ticks it', async ({ page }) => {
    const words = `Chidi sang for everybody, ${name}`
    const deed = `Ring the club, ${name}`
    await as(page, 'daniel')
    const plan = `${await familyOf(page)}/plan`
    await page.goto(plan)
    await link(page, 'Add something good').click()
    await isSound(page)
    await button(page, 'Add it').click()
    await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toContainText('Write something here')
    await expect(page).toHaveTitle(/^Error: /)
    await isSound(page)
    await page.getByLabel('What is going well?').fill(words)
    await button(page, 'Add it').click()
    await expect(page).toHaveURL(new RegExp(`${plan}\\?done=strength`))
    await expect(page.getByRole('main').locator('section').first()).toContainText(words)

    await page.getByRole('link', { name: 'Add what somebody will do', exact: true }).click()
    await page.getByLabel('What will be done?').fill(deed)
    await page.getByLabel('Who will do it?').selectOption({ label: 'Daniel Okafor' })
    await fillDay(page.getByRole('group', { name: 'By when?' }), inDays(9))
    await isSound(page)
    await button(page, 'Add it to the plan').click()
    const row = page.getByRole('main').locator('li').filter({ hasText: deed })
    await expect(row).toContainText('Daniel Okafor')
    await row.getByRole('button', { name: new RegExp(`^Done ?: ${deed}$`) }).click()
    await expect(page.getByText('Well done. That is ticked.')).toBeVisible()
    await expect(page.getByRole('main').locator('li').filter({ hasText: deed }).getByText('Done', { exact: true })).toBeVisible()
  })
})
