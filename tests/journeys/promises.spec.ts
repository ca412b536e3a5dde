/** Promises kept visible: an owner elsewhere answers by a link on a phone, in another language; the family sees it; somebody covers while the lead professional is away. */
import { expect } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { inDays } from './days.ts'
import { as, bothWays, button, familyOf, fillDay, isSound, link, test, tick } from './site.ts'
import { opensRecord } from './world.ts'

bothWays(({ name }) => {
  test('an owner elsewhere names another day by a link, on a phone and in Polish, and the family sees both days', async ({ page }) => {
    const words = `Mend the window in the kitchen, ${name}`
    await as(page, 'daniel')
    const family = await familyOf(page)
    await page.goto(`${family}/plan/promise`)
    await page.getByLabel('What will be done?').fill(words)
    await page.getByLabel('Their name').fill('Robin Field')
    await page.getByLabel('Where do they work?').fill('Wendle Homes')
    await page.getByLabel('Send it to their e-mail address or mobile number?').fill('robin.field@work.example')
    await page.getByLabel('In which language?').selectOption('pl')
    await fillDay(page.getByRole('group', { name: 'By when?' }), inDays(9))
    await button(page, 'Add it to the plan').click()
    await expect(page.getByText('That is in the plan.')).toBeVisible()

    // Whoever is somebody else's colleague has no account, and reads another language.
    await page.context().clearCookies()
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto('/demo/outbox')
    const message = page.locator('.card', { hasText: 'robin.field@work.example' }).first()
    const way = (await message.getByRole('link').getAttribute('href'))!
    expect(way).toMatch(/\/do\/[\w-]{43}$/)
    await page.goto(`${new URL(way).pathname}?lng=pl`)
    await expect(page.getByText(words)).toBeVisible()
    await expect(page.getByText('Okafor')).toHaveCount(0)
    await isSound(page)
    await page.getByText('Inny dzień', { exact: true }).click()
    await fillDay(page.getByRole('group', { name: 'Do którego dnia?' }), inDays(16))
    await page.getByLabel('Dlaczego inny dzień?').fill('Szyba jest zamówiona.')
    await button(page, 'Podaj ten dzień').click()
    await expect(page.getByText('Nowy dzień stoi obok starego.')).toBeVisible()
    await page.context().clearCookies()

    await as(page, 'daniel')
    await page.goto(`${family}/plan`)
    await expect(page.getByText(/Robin Field, Wendle Homes moved it from/)).toBeVisible()
    await expect(page.getByText('Szyba jest zamówiona.')).toBeVisible()
    await link(page, new RegExp(`See or answer.*${words}`)).click()
    await isSound(page)
    await page.getByText('It is not needed any more', { exact: true }).click()
    await page.getByLabel('Why is it not needed?').fill('We mended it together.')
    await button(page, 'Take it back').click()
    await expect(page.getByText('It is taken back, and says why.')).toBeVisible()

    // The link is as one that never was.
    await page.context().clearCookies()
    const gone = await page.goto(new URL(way).pathname)
    expect(gone!.status()).toBe(404)
    await isSound(page)
  })

  test('while Sam is away Priya covers, and the family sees until when', async ({ page }) => {
    await as(page, 'bethan')
    const family = await familyOf(page)
    await page.context().clearCookies()
    await as(page, 'sam')
    opensRecord(demoAddress('sam'), 'Pugh')
    await page.goto(`${family}/people/lead`)
    await page.getByLabel('Who covers?').selectOption({ label: 'Priya Nair' })
    await fillDay(page.getByRole('group', { name: 'From which day?' }), inDays(0))
    await fillDay(page.getByRole('group', { name: 'Until which day?' }), inDays(6))
    await tick(page.getByLabel('Bethan Pugh'))
    await button(page, 'Name them').click()
    await expect(page.getByText('The family and your colleague have been told.')).toBeVisible()
    await expect(page.getByText(/Sam is away until .* Priya covers\./)).toBeVisible()
    await isSound(page)
    // Priya opens the plan as whoever leads does.
    await page.context().clearCookies()
    await as(page, 'priya')
    opensRecord(demoAddress('priya'), 'Pugh')
    await page.goto(`${family}/plan`)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    await page.context().clearCookies()
    await as(page, 'bethan')
    await page.goto(`${family}/people/lead`)
    await isSound(page)
    await expect(page.getByText('Priya')).not.toHaveCount(0)
    // Sam is back before that day.
    await page.context().clearCookies()
    await as(page, 'sam')
    await page.goto(`${family}/people/lead`)
    await button(page, 'I am back: end it now').click()
    await expect(page.getByText('It has ended.')).toBeVisible()
  })
})
