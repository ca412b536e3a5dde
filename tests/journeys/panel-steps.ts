/**
 * The panel: Priya plans its day, Ruth and Lewis read, write down and decide, and Daniel reads the day and what came of it.
 * A part of the journeys about money, which take turns with his.
 */
import { expect, type Page } from '@playwright/test'
import { as, button, fillDay, isSound, link, tick } from './site.ts'
import { inDays, wednesdayIn } from './days.ts'
import { panelDay, panelSits } from './world.ts'
import { asksFor, deskOf, keyOf } from './spend-steps.ts'

/** One of the panel writes down who is there and what they weigh. */
export async function panelWrites(page: Page): Promise<void> {
  await page.getByLabel('What else was considered').fill('A bike trailer for £120, from the bike library.')
  await page.getByLabel('Why it is decided so').fill('The trailer does what is needed.')
  await tick(page.getByLabel('Lewis Grant'))
  await tick(page.getByLabel('Ruth Owen'))
  await button(page, 'Write it down').click()
  await expect(page.getByText('It is written down. Now each of you decides.')).toBeVisible()
}

/** `first` and second time: on days of their own. */
export async function panelDecides(page: Page, name: string, first: boolean): Promise<void> {
  const day = wednesdayIn(first ? 90 : 97)
  const plans = async () => {
    await page.goto('/desk/panel')
    await fillDay(page.getByRole('group', { name: 'On which day does the panel sit?' }), day)
    await button(page, 'Plan this day').click()
    await expect(page.getByText('The day is planned.')).toBeVisible()
  }
  await as(page, 'priya')
  await page.goto('/desk/panel')
  await fillDay(page.getByRole('group', { name: 'On which day does the panel sit?' }), inDays(-1))
  await button(page, 'Plan this day').click()
  await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toContainText('Choose a day after today')
  await plans()
  await page.getByText('Call this day off', { exact: true }).click()
  await button(page, 'Yes, call this day off').click()
  await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toBeVisible()
  await isSound(page)
  await tick(page.getByLabel('Too few of us can be there'))
  await button(page, 'Yes, call this day off').click()
  await expect(page.getByText('The day is called off.')).toBeVisible()
  await plans()
  await expect(page.getByRole('main')).toContainText('Those who sit on the panel read what is on it.')
  await isSound(page)
  const farDay = new URL(page.url()).pathname

  await as(page, 'daniel')
  const request = await asksFor(page, 'en', { what: `A cargo bike, ${name}`, payee: 'Wendle Cycles', pounds: '590', goal: 'One Saturday a month when we all breathe out' })
  await expect(page.getByRole('main')).toContainText('The panel looks at this on')
  await isSound(page)
  const key = keyOf(request)

  // It is on the day that is near; the far one is later than the family was promised, and does not offer it.
  await as(page, 'ruth')
  await page.goto(farDay)
  await expect(page.getByRole('main').locator(`input[value="${key}"]`)).toHaveCount(0)
  const near = panelDay()
  const before = panelSits(near, inDays(-1))
  await page.goto(`/desk/panel/${near}`)
  await page.getByRole('main').locator(`a[href$="${key}"]`).click()
  await button(page, 'Write it down').click()
  await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' })).toBeVisible()
  await panelWrites(page)
  await expect(page.getByRole('main')).toContainText('Lewis Grant and Ruth Owen')
  await isSound(page)
  await link(page, 'Open the request').click()
  await page.getByText('Not this time', { exact: true }).click()
  await tick(page.getByLabel('You can have this for free somewhere else. We help you to find it.'))
  await button(page, 'Say no').click()
  await expect(page.getByText('You said no. Another member of the panel still has to decide.')).toBeVisible()
  await as(page, 'daniel')
  await page.goto(request)
  await expect(page.getByRole('main')).toContainText('Waiting for an answer')
  await as(page, 'lewis')
  await page.goto(deskOf(request))
  await expect(page.getByRole('main')).toContainText('Ruth Owen said no.')
  await button(page, 'Yes').click()
  await expect(page.getByText('You said yes, and another of the panel no: so it is a no.')).toBeVisible()
  await page.goto(`/desk/panel/${near}/${key}`)
  await expect(page.getByRole('main')).toContainText('Ruth Owen: not this time.')
  await expect(page.getByRole('main')).toContainText('Lewis Grant: yes.')
  await expect(page.getByRole('main')).toContainText('This page can be printed.')
  await isSound(page)

  await as(page, 'daniel')
  await page.goto(request)
  await expect(page.getByRole('main')).toContainText('The panel said: not this time.')
  await expect(page.getByRole('main')).not.toContainText(/Ruth|Lewis/)
  await isSound(page)
  panelSits(near, before)
  panelSits(farDay.split('/').at(-1)!, inDays(first ? -20 : -27))
}
