import { expect, type Page } from '@playwright/test'
import { inDays } from './days.ts'
import { anotherWindow, as, bothWays, button, fillDay, isSound, link, statusOf, test, tick } from './site.ts'
import { thingsOf } from './world.ts'

/** Somebody who helps opens a page of a family for a reason. */
async function opens(page: Page, family: string, path: string): Promise<void> {
  await page.goto(`/desk/families/${family}?to=/families/${family}${path}`)
  await tick(page.getByLabel('They asked me to'))
  await button(page, 'Open the record').click()
  await expect(page).toHaveURL(`/families/${family}${path}`)
}

bothWays(({ name, script }) => {
  test('Daniel asks for somebody who has been through the same; Sam finds Ray, Daniel reads how to reach him, and stops', async ({ page }) => {
    const { family } = thingsOf('Okafor')
    const about = `Coming back from a year in bed, ${name}`
    const sam = await anotherWindow(page, script)
    await as(sam, 'sam')
    await as(page, 'daniel')
    await page.goto(`/families/${family}/people`)
    await link(page, 'Talk to somebody who has been there').click()
    await expect(page.getByRole('main')).toContainText('Kinship carers’ tea table')
    await isSound(page)
    await button(page, 'Ask for somebody').click()
    expect(statusOf(page)).toBe(400)
    await isSound(page)
    await tick(page.getByLabel('A parent', { exact: true }))
    await page.getByLabel('How may they reach you?').fill('07700 900140')
    await page.getByLabel('What would you like to talk about?').fill(about)
    await button(page, 'Ask for somebody').click()
    // Nothing is told to anybody without their yes.
    expect(statusOf(page)).toBe(400)
    await expect(page.getByLabel('What would you like to talk about?')).toHaveValue(about)
    await tick(page.getByLabel('What I wrote here may be told to one person'))
    await button(page, 'Ask for somebody').click()
    await expect(page.getByRole('alert')).toContainText('We have your question.')
    await expect(page.getByRole('main')).toContainText('Sam Adeyemi looks for somebody and tells you by')
    await expect(button(page, 'Ask for somebody')).toHaveCount(0)
    await isSound(page)

    await test.step('it is on the desk of Sam, who says first that he looks on', async () => {
      await sam.goto('/desk')
      await expect(sam.getByRole('main')).toContainText('Okafor: somebody asks to talk to one who has been through the same')
      await opens(sam, family, '/peers')
      await expect(sam.getByRole('main')).toContainText(about)
      await isSound(sam)
      await sam.getByText('Nobody was found yet').click()
      await sam.getByLabel('What do you say to them?').fill('I ask at the fathers’ breakfast')
      await fillDay(sam.getByRole('group', { name: 'Until when do you look on?' }), inDays(-1))
      await button(sam, 'Look on').click()
      expect(statusOf(sam)).toBe(409)
      await expect(sam.getByLabel('What do you say to them?')).toHaveValue('I ask at the fathers’ breakfast')
      await isSound(sam)
      await fillDay(sam.getByRole('group', { name: 'Until when do you look on?' }), inDays(9))
      await button(sam, 'Look on').click()
      await expect(sam.getByRole('alert')).toContainText('the new day stands')
      await page.reload()
      await expect(page.getByRole('main')).toContainText('I ask at the fathers’ breakfast')
    })

    await test.step('he writes down who said yes, and when', async () => {
      await sam.getByText('Somebody said yes').click()
      await sam.getByLabel('Their first name').fill('Ray')
      await sam.getByLabel('How do they want to be reached?').fill('07700 900141')
      await fillDay(sam.getByRole('group', { name: 'On which day did they say yes?' }), inDays(0))
      await button(sam, 'Write it down').click()
      expect(statusOf(sam)).toBe(400)
      await expect(sam.getByLabel('Their first name')).toHaveValue('Ray')
      await isSound(sam)
      await tick(sam.getByLabel('They were told what is written here'))
      await button(sam, 'Write it down').click()
      await expect(sam.getByRole('alert')).toContainText('It is written down.')
      await isSound(sam)
    })

    await test.step('Daniel reads whom to ring and that both agreed, and stops: nothing of it is left for either', async () => {
      await page.goto(`/families/${family}/peers`)
      const main = page.getByRole('main')
      for (const said of ['Ray has been through the same and said yes.', 'You agreed on', 'Ray agreed on', 'They see nothing of the plan and nothing of the money.']) await expect(main).toContainText(said)
      await expect(main.getByRole('link', { name: /07700.900141/ })).toHaveAttribute('href', 'tel:07700900141')
      await isSound(page)
      await page.getByText('Stop this', { exact: true }).click()
      await button(page, 'Stop it and delete').click()
      await expect(page.getByRole('alert')).toContainText('the names and numbers are deleted')
      for (const one of [page, sam]) {
        await one.goto(`/families/${family}/peers`)
        for (const gone of ['Ray', '900141', '900140', about]) await expect(one.getByRole('main')).not.toContainText(gone)
      }
      await isSound(page)
    })
    await sam.context().close()
  })
})
