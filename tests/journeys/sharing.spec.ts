/** What we share, with whom and why: a family changes it and takes it back, and it counts on the next request. */
import { expect, type Page } from '@playwright/test'
import { as, anotherWindow, bothWays, button, familyOf, isSound, link, say, test, tick } from './site.ts'
import { thingsOf } from './world.ts'

bothWays(({ script, name }) => {
  test.describe.configure({ mode: 'serial' })

  test('Daniel takes back what Moira sees in two taps, and her next page is without it; he agrees again, and how it was is kept', async ({ page }) => {
    test.setTimeout(180_000)
    const { family } = thingsOf('Okafor')
    await as(page, 'daniel')
    await page.goto(`${await familyOf(page)}/people`)
    await link(page, 'What we share, and with whom').click()
    await isSound(page)
    const card = page.getByRole('main').locator('section').filter({ hasText: 'Moira Kerr' })
    await expect(card).toContainText('Moira may see: our plan')
    await expect(card).toContainText('Why it helps:')
    await expect(page.getByRole('main')).toContainText('When we may share without asking')

    const moiras = await anotherWindow(page, script)
    await as(moiras, 'moira')
    await givesReason(moiras, family)
    const good = 'Chidi explains everything twice'
    await moiras.goto(`/families/${family}/plan`)
    await expect(moiras.getByRole('main')).toContainText(good)

    await card.getByRole('link', { name: /^Change or take back/ }).click()
    await isSound(page)
    await button(page, 'Stop sharing with Moira').click()
    await expect(page.getByText('You took it back. From now on it is not seen.')).toBeVisible()
    await moiras.reload()
    await expect(moiras.getByRole('main')).not.toContainText(good)

    await card.getByRole('link', { name: /^Agree to something/ }).first().click()
    await button(page, 'Agree to this').click()
    await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toContainText('Say why it helps.')
    await isSound(page)
    await tick(page.getByLabel('Our plan and who does what'))
    await tick(page.getByLabel('Visits and calls'))
    const why = `So that the door is wide enough, ${name}`
    await page.getByLabel('Why does it help?').fill(why)
    await button(page, 'Agree to this').click()
    await expect(page.getByText('It holds from now on.')).toBeVisible()
    await expect(card).toContainText(why)
    await moiras.reload()
    await expect(moiras.getByRole('main')).toContainText(good)
    await moiras.context().close()

    await card.getByRole('link', { name: /^Change or take back/ }).click()
    await page.getByText('How it was before').click()
    await expect(page.getByRole('main').locator('details').filter({ hasText: 'How it was before' })).toContainText('It ended on')
  })

  test('Imran says himself what Kwame sees of him, by its delicate name; his mother reads only that it is his to say', async ({ page }) => {
    await as(page, 'imran')
    await page.goto(`${await familyOf(page)}/sharing`)
    await isSound(page)
    await expect(page.getByRole('main')).not.toContainText('about Aisha')
    await expect(page.getByRole('main'), 'what is about his sister is not his').not.toContainText('Sana')
    const kwame = page.getByRole('main').locator('section').filter({ hasText: 'Kwame Mensah' })
    await kwame.getByRole('link', { name: /^(Agree to something|Change or take back)/ }).first().click()
    await tick(page.getByLabel('Goals'))
    await tick(page.getByLabel('Mental health'))
    await page.getByLabel('Why does it help?').fill('He listens')
    await button(page, 'Agree to this').click()
    await expect(kwame).toContainText('goals and mental health')

    await as(page, 'aisha')
    // In her own language: another that she is shown would be hers from then on, in other journeys too.
    const { t } = say.ur
    await page.goto(`${await familyOf(page)}/sharing`)
    const hers = page.getByRole('main').locator('section').filter({ hasText: 'Kwame Mensah' })
    await expect(hers).toContainText(t('sharing:theirs', { helper: 'Kwame', name: 'Imran Hussain' }))
    await expect(hers).not.toContainText('He listens')
    await expect(hers).toContainText(t('sharing:inList.mental-health'))
    await expect(hers, 'the decision that was made while she could not be asked').toContainText(t('sharing:decision.title'))
    await expect(hers).toContainText('Kwame had to know who collects Sana from school.')

    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    await isSound(page)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('sharing:title'))
    await page.getByRole('main').locator('section').filter({ hasText: 'Kwame Mensah' }).getByRole('link', { name: new RegExp(`^${t('sharing:change')}`) }).first().click()
    await isSound(page)
    await expect(button(page, new RegExp(t('sharing:one.agree')))).toBeVisible()

    await as(page, 'imran')
    await page.goto(`${await familyOf(page)}/sharing`)
    await kwame.getByRole('link', { name: /^Change or take back/ }).click()
    await button(page, 'Stop sharing with Kwame').click()
    await expect(kwame).toContainText('You have agreed nothing here.')
  })

  test('Sam says for which children a grandfather has parental responsibility', async ({ page }) => {
    const { family } = thingsOf('Reid')
    await as(page, 'sam')
    await givesReason(page, family)
    await page.goto(`/families/${family}/people`)
    await link(page, 'Winston Reid').click()
    await expect(page.getByRole('main')).toContainText('Winston has no parental responsibility for a child here')
    await isSound(page)
    await tick(page.getByRole('group', { name: 'For which children?' }).getByLabel('Maya Reid'))
    await button(page, 'Save it').click()
    await expect(page.getByRole('main')).toContainText('Winston has parental responsibility for Maya Reid')
    await page.getByRole('group', { name: 'For which children?' }).getByLabel('Maya Reid').uncheck({ force: true })
    await button(page, 'Save it').click()
    await expect(page.getByRole('main')).toContainText('Winston has no parental responsibility for a child here')
  })

  test('Sam shares without asking, and it stands on the desk of whoever looks at it again; the family does not read what is dangerous', async ({ page }) => {
    const reason = `The school rang at night, ${name}`
    const { family } = thingsOf('Hussain')
    await as(page, 'sam')
    await page.goto(`/desk/families/${family}/safeguarding`)
    await isSound(page)
    await page.getByText('Decide to share without asking').click()
    await button(page, 'Share it, and write it down').click()
    await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toBeVisible()
    await isSound(page)
    await page.getByLabel('Who must know?').selectOption({ label: 'Kwame Mensah' })
    await tick(page.getByLabel('Imran Hussain'))
    await tick(page.getByLabel('Goals'))
    await tick(page.getByLabel('a child or an adult could be badly hurt'))
    await page.getByLabel('What happened, and why can you not ask?').fill(reason)
    const until = new Date(Date.now() + 20 * 86_400_000)
    const boxes = page.getByRole('group', { name: 'Until when?' }).getByRole('textbox')
    for (const [at, part] of [until.getDate(), until.getMonth() + 1, until.getFullYear()].entries()) await boxes.nth(at).fill(String(part))
    await tick(page.getByLabel('No, it would put somebody in danger'))
    await page.getByLabel('Why would it be dangerous?').fill('It would be read over a shoulder')
    await page.getByLabel('Who looks at it again?').selectOption({ label: 'Ruth Owen' })
    await button(page, 'Share it, and write it down').click()
    await expect(page.getByText('It is shared, and recorded.')).toBeVisible()
    await isSound(page)

    for (const who of ['aisha', 'imran'] as const) {
      await as(page, who)
      await page.goto(`/families/${family}/sharing`)
      await expect(page.getByRole('main')).not.toContainText(reason)
    }

    await as(page, 'ruth')
    await page.goto('/desk')
    await expect(page.getByRole('main')).toContainText('A decision to share without asking waits for you: Hussain')
    await isSound(page)
    await link(page, /^Look at it/).first().click()
    await expect(page.getByRole('main')).toContainText(reason)
    await expect(page.getByRole('main'), 'nothing that is not hers to look at').not.toContainText('Sana')
    await isSound(page)
    await tick(page.getByLabel('It ends now'))
    await page.getByLabel('Why?').fill('He can be asked today')
    await button(page, 'Say so').click()
    await expect(page.getByText('Your answer is recorded.')).toBeVisible()
    await expect(page.getByRole('main')).not.toContainText('A decision to share without asking waits for you')
  })
})

async function givesReason(page: Page, family: string): Promise<void> {
  await page.goto(`/desk/families/${family}`)
  await tick(page.getByLabel('I am getting ready for a visit or a call'))
  await button(page, 'Open the record').click()
  await expect(page).toHaveURL(new RegExp(`/families/${family}`))
}
