import { expect, type Page } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { as, bothWays, button, fillDay, isSound, link, say, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { opensRecord, thingsOf } from './world.ts'

/** On some days of the year a time falls on what matters to them: then it is asked once, and they go on. */
async function goesOn(page: Page, again: string, asked: string, done: string): Promise<void> {
  await expect(page.getByText(asked).or(page.getByText(done)).first()).toBeVisible()
  if (await page.getByText(asked).isVisible()) await button(page, again).click()
  await expect(page.getByText(done)).toBeVisible()
}

bothWays(({ name }) => {
  test('Sam offers three times, Aisha chooses one of them in Urdu', async ({ page }) => {
    const { family } = thingsOf('Hussain')
    const words = `About the forms, ${name}`
    await as(page, 'sam')
    opensRecord(demoAddress('sam'), 'Hussain')
    await page.goto(`/families/${family}/appointments`)
    await link(page, 'Offer times').click()
    await tick(page.getByLabel('On the phone', { exact: true }))
    await button(page, 'See free times').click()
    await isSound(page)
    const all = await page.locator('input[name=times]').evaluateAll((boxes) => boxes.map((one) => (one as HTMLInputElement).value))
    const three = all.slice(-3)
    for (const time of three) {
      const box = page.locator(`input[name=times][value="${time}"]`)
      const day = box.locator('xpath=ancestor::details[1]')
      if ((await day.getAttribute('open')) === null) await day.locator('summary').click()
      await tick(box)
    }
    await page.getByLabel('What is it for?').fill(words)
    await button(page, 'Offer these times').click()
    await expect(page.getByRole('alert').first(), 'a day to answer by is missing').toContainText('There is a problem')
    await isSound(page)
    await fillDay(page.getByRole('group', { name: 'By which day would you like to hear?' }), inDays(3))
    await button(page, 'Offer these times').click()
    await goesOn(page, 'Offer these times', say.en.t('dates:warn.theirs'), 'The times are offered.')
    await isSound(page)
    const offer = new URL(page.url()).pathname

    const { t } = say.ur
    await page.context().clearCookies()
    await as(page, 'aisha')
    await page.goto(`/families/${family}`)
    await expect(page.getByRole('main')).toContainText(t('booking:offered.homeSome'))
    await page.goto(offer)
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    await expect(page.getByRole('main')).toContainText(words)
    await isSound(page)
    const offered = page.getByRole('group', { name: t('appointments:times.offered') }).getByRole('radio')
    await expect(offered).toHaveCount(3)
    await tick(offered.last())
    await button(page, t('booking:offered.take')).click()
    await goesOn(page, t('booking:offered.take'), t('dates:warn.ours'), t('appointments:done.booked'))
    await expect(page.getByRole('alert')).toContainText(t('appointments:done.booked'))
    await expect(page.getByRole('main').locator('time').first()).toHaveAttribute('datetime', three.at(-1)!)
    await link(page, t('appointments:one.cancel')).click()
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(page.getByRole('alert')).toContainText(t('appointments:done.cancelled'))
  })
})
