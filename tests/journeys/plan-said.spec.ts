import { expect } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, fillDay, isSound, link, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { thingsOf } from './world.ts'

bothWays(({ name, script }) => {
  test('Daniel says what matters, what Ada says, and a need; Sam answers it from the desk; another waits with a day', async ({ page }) => {
    const said = { matters: `Shoes off, please, ${name}`, says: `I want a red door, ${name}`, need: `The bath is too low, ${name}`, wait: `A garden, ${name}` }
    await as(page, 'daniel')
    const plan = `${await familyOf(page)}/plan`
    await page.goto(plan)
    await isSound(page)
    await link(page, 'Add what matters').click()
    await isSound(page)
    await button(page, 'Add it').click()
    await isSound(page)
    await page.getByLabel('What matters?').fill(said.matters)
    await button(page, 'Add it').click()
    await expect(page.getByRole('alert')).toContainText('That is in the plan.')

    await link(page, 'Say something').click()
    await page.getByLabel('What would you like to say?').fill(said.says)
    await page.getByLabel('Whose words are these?').selectOption({ label: 'Ada Okafor' })
    await button(page, 'Add it').click()
    const voice = page.getByRole('main').getByRole('listitem').filter({ hasText: said.says })
    await expect(voice).toContainText('Ada Okafor')

    for (const need of [said.need, said.wait]) {
      await link(page, 'Add a worry or a need').click()
      await page.getByLabel('What do you worry about, or need?').fill(need)
      await tick(page.getByLabel('Home', { exact: true }))
      await tick(page.getByLabel('Daniel Okafor'))
      await button(page, 'Add it').click()
      await expect(page.getByRole('alert')).toContainText('That is in the plan.')
    }
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: said.need })).toContainText('You get an answer by')

    await page.getByRole('main').getByRole('listitem').filter({ hasText: said.wait }).getByRole('link', { name: /^Not now/ }).click()
    await isSound(page)
    await page.getByLabel('Why not now?').fill('In spring')
    await fillDay(page.getByRole('group', { name: 'When shall we ask again?' }), inDays(-1))
    await button(page, 'Keep this answer').click()
    await expect(page.getByLabel('Why not now?')).toHaveValue('In spring')
    await isSound(page)
    await fillDay(page.getByRole('group', { name: 'When shall we ask again?' }), inDays(60))
    await button(page, 'Keep this answer').click()
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: said.wait })).toContainText('Not now. We ask again on')

    const sam = await anotherWindow(page, script)
    await as(sam, 'sam')
    await sam.goto('/desk')
    await expect(sam.getByRole('main')).toContainText('Okafor: a need waits for an answer by')
    await sam.goto(`/desk/families/${thingsOf('Okafor').family}?to=${plan}`)
    if (sam.url().includes('/desk/families/')) {
      await tick(sam.getByLabel('They asked me to'))
      await button(sam, 'Open the record').click()
    }
    await sam.getByRole('main').getByRole('listitem').filter({ hasText: said.need }).getByRole('link', { name: /^Add what somebody will do/ }).click()
    await expect(sam.getByRole('main')).toContainText(said.need)
    await isSound(sam)
    await sam.getByLabel('What will be done?').fill(`Order a bath lift, ${name}`)
    await sam.getByLabel('Who will do it?').selectOption({ label: 'Sam Adeyemi' })
    await fillDay(sam.getByRole('group', { name: 'By when?' }), inDays(10))
    await button(sam, 'Add it to the plan').click()
    await sam.context().close()

    await page.goto(plan)
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: said.need })).toContainText(`Order a bath lift, ${name}`)
    await isSound(page)
    await page.getByRole('main').getByRole('listitem').filter({ hasText: said.matters }).getByRole('link', { name: /^Change/ }).click()
    await link(page, 'Take it out').click()
    await isSound(page)
    await button(page, 'Take it out').click()
    await expect(page.getByRole('alert')).toContainText('It no longer stands in the plan.')
    await expect(page.getByRole('main')).not.toContainText(said.matters)
    await page.goto(`${plan}/print`)
    await expect(page.getByRole('main')).toContainText(said.says)
  })
})
