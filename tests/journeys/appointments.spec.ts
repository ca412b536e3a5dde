import { expect, type Locator, type Page } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, statusOf, test, tick } from './site.ts'

/** From the list of appointments to the free times of Sam. */
async function looksForTimes(page: Page, family: string, how: string): Promise<void> {
  await page.goto(`${family}/appointments`)
  await link(page, 'Book a time').first().click()
  await tick(page.getByLabel('Sam Adeyemi'))
  await tick(page.getByLabel(how, { exact: true }))
  await button(page, 'See free times').click()
  await expect(page.getByRole('heading', { name: 'Which time?' })).toBeVisible()
}

/** The first time on the page, or a later one of the weeks after it, that can still be changed: two days from now. */
async function firstChangeable(page: Page): Promise<Locator> {
  const earliest = new Date(Date.now() + 50 * 3_600_000).toISOString()
  for (let weeks = 0; weeks < 4; weeks += 1) {
    const times = await page.locator('input[name=time]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
    const found = times.find((time) => time > earliest)
    if (found) {
      const time = page.locator(`input[name=time][value="${found}"]`)
      const day = time.locator('xpath=ancestor::details[1]')
      if ((await day.count()) > 0 && (await day.getAttribute('open')) === null) await day.locator('summary').click()
      return time
    }
    // Where other answers are kept, another week is asked for with them.
    await button(page, 'Later times').or(link(page, 'Later times')).first().click()
  }
  throw new Error('Sam has no time in four weeks')
}

/** From the times to the check page, and from there to what is booked. */
async function books(page: Page): Promise<void> {
  await button(page, 'Check your answers').click()
  await expect(page.getByText('Nothing is booked yet.')).toBeVisible()
  await button(page, 'Book this time').click()
}

/** Cancels the appointment whose page is open. */
async function cancels(page: Page): Promise<void> {
  await link(page, 'Cancel this time').click()
  await button(page, 'Yes, cancel it').click()
  await expect(page.getByText('The time is cancelled.')).toBeVisible()
}

bothWays(({ script, name }) => {
  test('Daniel books a call with Sam, sees it at home, moves it and cancels it', async ({ page }) => {
    await as(page, 'daniel')
    const family = await familyOf(page)
    await page.goto(`${family}/appointments/book`)
    await isSound(page)
    await looksForTimes(page, family, 'On the phone')
    await isSound(page)

    const time = await firstChangeable(page)
    const chosen = await time.getAttribute('value')
    await tick(time)
    await tick(page.getByLabel('Somebody to mind the children'))
    await tick(page.getByLabel('No steps on the way in'))
    await page.getByLabel('Is there anything else we should know?').fill(`Ring twice, ${name}`)
    await button(page, 'Check your answers').click()
    await test.step('he checks his answers, changes one, and the rest is kept', async () => {
      const main = page.getByRole('main')
      for (const said of ['Nothing is booked yet.', 'Sam Adeyemi', 'Somebody to mind the children', `Ring twice, ${name}`]) await expect(main).toContainText(said)
      await isSound(page)
      await button(page, 'Change With whom').click()
      await expect(page.getByLabel('On the phone', { exact: true })).toBeChecked()
      await isSound(page)
      await button(page, 'See free times').click()
      await expect(page.locator(`input[name=time][value="${chosen}"]`)).toBeChecked()
      await button(page, 'Check your answers').click()
      await button(page, 'Change What you wrote').click()
      await expect(page.getByLabel('Is there anything else we should know?')).toHaveValue(`Ring twice, ${name}`)
      await expect(page.getByLabel('No steps on the way in')).toBeChecked()
    })
    await books(page)
    await expect(page).toHaveURL(/\/appointments\/[0-9a-z]{20}\?done=booked/)
    await expect(page.getByText('Booked. You can change or cancel it here.')).toBeVisible()
    const main = page.getByRole('main')
    for (const said of ['On the phone, with Sam Adeyemi', 'Sam rings you.', 'You can stop at any time.', 'Somebody to mind the children', 'No steps on the way in', `Ring twice, ${name}`]) await expect(main).toContainText(said)
    await expect(main.locator('time').first()).toHaveAttribute('datetime', chosen!)
    await isSound(page)
    const here = new URL(page.url()).pathname

    await test.step('it is what is next at home, and in the list', async () => {
      await page.goto(family)
      const next = page.getByRole('main').locator('section').filter({ has: page.getByRole('heading', { name: 'What is next' }) })
      await expect(next.getByRole('heading')).toHaveText('What is next')
      await expect(next.locator('time')).toHaveAttribute('datetime', chosen!)
      await expect(next).toContainText('You can stop at any time.')
      await expect(next).toContainText('30 minutes')
      await page.goto(`${family}/appointments`)
      await expect(page.getByRole('main').locator(`time[datetime="${chosen}"]`)).toBeVisible()
      await isSound(page)
    })

    await test.step('he moves it', async () => {
      await page.goto(here)
      await link(page, 'Choose another time').click()
      await isSound(page)
      const other = await firstChangeable(page)
      const moved = await other.getAttribute('value')
      expect(moved).not.toBe(chosen)
      await tick(other)
      await button(page, 'Change to this time').click()
      await expect(page.getByText('The time has changed.')).toBeVisible()
      await expect(page.getByRole('main').locator('time').first()).toHaveAttribute('datetime', moved!)
    })

    await test.step('he cancels it', async () => {
      await link(page, 'Cancel this time').click()
      await isSound(page)
      await link(page, 'No, keep it').click()
      await cancels(page)
      await isSound(page)
      await page.goto(family)
      await expect(page.getByRole('main').locator(`time[datetime="${chosen}"]`)).toHaveCount(0)
    })
  })

  test('a booking without a time, or with an interpreter for no language, says so and keeps the rest', async ({ page }) => {
    await as(page, 'daniel')
    await looksForTimes(page, await familyOf(page), 'At home')
    await page.getByLabel('How do we find you?').fill('The blue door')
    await tick(page.getByLabel('An interpreter', { exact: true }))
    await page.getByLabel('Which language?').selectOption('')
    await button(page, 'Check your answers').click()
    const problem = page.getByRole('alert').filter({ hasText: 'There is a problem' }).getByRole('link')
    await expect(problem).toHaveAttribute('href', '#time')
    await isSound(page)
    const time = await firstChangeable(page)
    await tick(time)
    await button(page, 'Check your answers').click()
    await expect(problem).toHaveAttribute('href', '#interpreter-lang')
    await expect(page.locator(`input[name=time][value="${await time.getAttribute('value')}"]`)).toBeChecked()
    await expect(page.getByLabel('How do we find you?')).toHaveValue('The blue door')
    await expect(page.getByLabel('An interpreter', { exact: true })).toBeChecked()
    await isSound(page)
  })

  test('two families want one time: one has it, the other is told kindly, with the three nearest times and the form as it was', async ({ page }) => {
    const second = await anotherWindow(page, script)
    const asking = [{ page, key: 'daniel' as const, family: 'Okafor', note: `Daniel asks, ${name}` }, { page: second, key: 'joy' as const, family: 'Reid', note: `Joy asks, ${name}` }]
    let time: string | null = null
    for (const one of asking) {
      await as(one.page, one.key)
      await looksForTimes(one.page, await familyOf(one.page), 'By video')
      const free = await firstChangeable(one.page)
      time ??= await free.getAttribute('value')
      await expect(free, 'both see the same time').toHaveAttribute('value', time!)
      await tick(free)
      await tick(one.page.getByLabel('Somebody with me'))
      await one.page.getByLabel('Is there anything else we should know?').fill(one.note)
      await button(one.page, 'Check your answers').click()
      await expect(one.page.getByText('Nothing is booked yet.')).toBeVisible()
    }
    await Promise.all(asking.map((one) => button(one.page, 'Book this time').click()))

    await expect.poll(() => asking.map((one) => statusOf(one.page)).sort()).toEqual([200, 409])
    const loser = asking.find((one) => statusOf(one.page) === 409)!
    const winner = asking.find((one) => one !== loser)!
    await expect(winner.page).toHaveURL(/done=booked/)
    await expect(loser.page.getByRole('alert').filter({ hasText: 'There is a problem' })).toContainText('Somebody took that time a moment ago. Choose another one.')
    await expect(loser.page.getByText(winner.family), 'who took it is not said').toHaveCount(0)
    const nearest = loser.page.getByRole('group', { name: 'The three nearest free times' }).getByRole('radio')
    await expect(nearest).toHaveCount(3)
    await expect(loser.page.getByLabel('Is there anything else we should know?')).toHaveValue(loser.note)
    await expect(loser.page.getByLabel('Somebody with me')).toBeChecked()
    await isSound(loser.page)
    await tick(nearest.first())
    await books(loser.page)
    await expect(loser.page).toHaveURL(/done=booked/)
    await expect(loser.page.getByRole('main')).toContainText(loser.note)

    for (const one of asking) await cancels(one.page)
    await second.context().close()
  })
})
