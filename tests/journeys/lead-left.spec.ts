import { expect } from '@playwright/test'
import { demoPassword } from '#db/demo/people.ts'
import { addFamily, postOf } from './appointment-world.ts'
import { anotherWindow, as, bothWays, button, fillDay, isSound, say, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { addPerson } from './world.ts'

bothWays(({ script, name }) => {
  test('the post of whoever leads ends: the family reads who names the next by which day, Priya names another, and the family reads that', async ({ page }) => {
    const { t } = say.en
    const [mark, whose] = script ? ['with', 'Field'] : ['without', 'Meadow']
    const [parent, lead] = [`parent-${mark}@left.example`, `lead-${mark}@left.example`]
    addPerson(parent, undefined, `Robin ${whose}`)
    addPerson(lead, 'lead', `Lee ${whose}`)
    addPerson(`next-${mark}@left.example`, 'lead', `Kim ${whose}`)
    const family = addFamily(`${whose}, ${name}`, parent, lead)
    const main = page.getByRole('main')

    await test.step('Alex ends the post', async () => {
      await as(page, 'alex')
      const post = postOf(lead)
      await page.goto(`/area/people?end=${post}#${post}`)
      await isSound(page)
      await fillDay(main.locator(`[id="${post}"]`).getByRole('group', { name: t('area:people.endLast') }), inDays(-1))
      await main.locator(`[id="${post}"]`).getByRole('button', { name: t('area:people.end') }).click()
      await expect(page.getByText(t('area:done.ended'))).toBeVisible()
    })

    const theirs = await anotherWindow(page, script)
    await test.step('the family reads by whom and by when', async () => {
      await theirs.goto(`/sign-in?to=${family}`)
      await theirs.locator('main input[name=who]').fill(parent)
      await theirs.locator('main input[name=password]').fill(demoPassword)
      await theirs.locator('main form button[type=submit]').last().click()
      await expect(theirs.getByRole('main')).toContainText(/Nobody leads just now\. Priya Nair, who manages the team, says by .+ who does\./)
      await isSound(theirs)
      await theirs.goto(`${family}/people/lead`)
      await expect(theirs.getByRole('main')).toContainText(t('promises:lead.gapMore'))
      await isSound(theirs)
    })

    await test.step('it stands on the desk of Priya, who names another', async () => {
      await as(page, 'priya')
      await page.goto('/desk')
      await main.locator(`a[href="/desk${family}/lead"]`).first().click()
      await isSound(page)
      await page.getByLabel(t('desk:lead.who')).selectOption({ label: `Kim ${whose}` })
      await tick(page.getByLabel(`Robin ${whose}`))
      await button(page, t('desk:lead.save')).click()
      await expect(page.getByText(t('desk:home.named'))).toBeVisible()
      await expect(main.locator(`a[href="/desk${family}/lead"]`)).toHaveCount(0)
    })

    await theirs.goto(`${family}/people/lead`)
    await expect(theirs.getByRole('main')).toContainText(t('promises:lead.is', { name: `Kim ${whose}` }))
    await isSound(theirs)
    await theirs.context().close()
  })
})
