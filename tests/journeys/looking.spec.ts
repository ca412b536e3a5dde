import { expect } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, fillDay, isSound, link, say, statusOf, test, tick } from './site.ts'
import { bornOn, thingsOf } from './world.ts'

bothWays(({ name, script }) => {
  test('Sam opens a record for a reason in own words; Marta reads in Polish who looked, when and why', async ({ page }) => {
    const { t } = say.pl
    const reason = `The school rang, ${name}`
    const { family } = thingsOf('Kowalczyk-Bailey')
    const sam = await anotherWindow(page, script)
    await as(sam, 'sam')
    await sam.goto(`/desk/families/${family}?to=/families/${family}/goals`)
    await tick(sam.getByLabel('Something else'))
    await sam.getByLabel('Say it in a few words').fill(reason)
    await button(sam, 'Open the record').click()
    await expect(sam).toHaveURL(`/families/${family}/goals`)
    await sam.context().close()

    await as(page, 'marta')
    await page.goto(`${await familyOf(page)}/people`)
    await link(page, t('sharing:link')).click()
    await link(page, t('looked:title')).click()
    // Sam opens other pages for the same reason meanwhile, in another journey.
    const told = page.getByRole('main').getByRole('listitem').filter({ hasText: reason }).filter({ hasText: t('looked:what.goals') }).first()
    await expect(told).toContainText('Sam Adeyemi')
    await expect(told.locator('q[lang=en]')).toHaveText(reason)
    await isSound(page)
  })

  test('Omar, of another team, finds whom to ring and nothing more; once the family is shielded, nothing at all', async ({ page }) => {
    const search = async (words: string) => {
      await page.goto('/desk/find')
      await page.getByLabel('Name of the family').fill(words)
      await button(page, 'Search').click()
      await isSound(page)
      return page.getByRole('main').innerText()
    }
    await as(page, 'omar')
    expect(await search('pugh')).toContain('Helped by the team “north”')
    await expect(link(page, 'Pugh')).toHaveCount(0)
    const nothing = await search('zzzz')

    const priya = await anotherWindow(page, script)
    const shield = async (answer: 'Yes, hide it from other teams' | 'No, other teams may find who helps it') => {
      await as(priya, 'priya')
      await priya.goto(`/desk/families/${thingsOf('Pugh').family}/shield`)
      await isSound(priya)
      await tick(priya.getByLabel(answer))
      await button(priya, 'Keep this').click()
      await expect(priya.getByRole('alert')).toContainText('It is kept.')
    }
    await shield('Yes, hide it from other teams')
    expect(await search('pugh')).toBe(nothing)
    await shield('No, other teams may find who helps it')
    await priya.context().close()
  })

  test('Omar looks once in an emergency; the page does not open again, the family reads it and Priya looks into it', async ({ page }) => {
    const reason = `Nobody answers and a child is alone, ${name}`
    const { family } = thingsOf('Reid')
    await as(page, 'omar')
    await page.goto('/desk/emergency')
    await isSound(page)
    await page.getByLabel('Name of the family, in full').fill('Reid')
    await page.getByLabel('What somebody in it is called').fill('maya')
    await fillDay(page.getByRole('group', { name: 'When that person was born' }), bornOn('Reid', 'Maya'))
    await page.getByLabel('Why you must look now').fill(reason)
    await button(page, 'Open the plan once').click()
    await isSound(page)
    await expect(page.getByLabel('Why you must look now')).toHaveValue(reason)
    await tick(page.getByLabel('I could reach nobody who helps them, and it cannot wait.'))
    await button(page, 'Open the plan once').click()
    await expect(page.getByRole('main')).toContainText('Sam Adeyemi')
    await isSound(page)
    const once = page.url()
    await page.goto(once)
    expect(statusOf(page)).toBe(404)

    await as(page, 'joy')
    await page.goto(`/families/${family}/sharing/looked`)
    await expect(page.getByRole('listitem').filter({ hasText: reason })).toContainText('Omar Siddiqui')
    await as(page, 'priya')
    await page.goto('/desk')
    await link(page, 'Look into it').click()
    // The one of the demo comes first.
    for (let seen = ''; !seen.includes(reason);) {
      seen = await page.getByRole('main').innerText()
      await isSound(page)
      await tick(page.getByLabel('Yes', { exact: true }))
      await page.getByLabel('What you found, and what happens now').fill('It was right')
      await button(page, 'Write it down').click()
      await expect(page.getByRole('alert')).toContainText('It is written down.')
    }
  })

  test('Ines reads the record by part and person, and no word of a family; reading it is written down too', async ({ page }) => {
    await as(page, 'ines')
    await page.goto('/area/audit')
    await isSound(page)
    await page.getByLabel('By whom').selectOption({ label: 'Sam Adeyemi' })
    await button(page, 'Show').click()
    const lines = page.getByRole('main').locator('section').last()
    await expect(lines).toContainText('page-looked-at')
    await expect(lines).not.toContainText('Kwame')
    await expect(page.getByRole('main')).not.toContainText(/Mornings|Poranki/)
    await page.getByLabel('What to read').selectOption({ label: 'Settings and directory' })
    await page.getByLabel('By whom').selectOption({ label: 'Anybody' })
    await button(page, 'Show').click()
    await expect(page.getByRole('main').locator('section').last()).toContainText('record-read')
    await isSound(page)
  })
})
