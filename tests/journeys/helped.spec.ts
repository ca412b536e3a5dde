import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, say, statusOf, test, tick } from './site.ts'
import { thingsOf, withDatabase } from './world.ts'

const { t } = say.en

/** The first request of a family that was paid. */
function paidOf(name: string): { spend: string; goal: string; what: string } {
  return withDatabase((database) => database.prepare("select s.id as spend, s.goal_id as goal, s.what from spend as s where s.family_id = ? and s.state = 'paid' and s.circle_id is null order by s.asked_at limit 1").get(thingsOf(name).family) as { spend: string; goal: string; what: string })
}

bothWays(({ script }) => {
  const { who, surname, name } = script ? { who: 'joy', surname: 'Reid', name: 'Joy Reid' } as const : { who: 'daniel', surname: 'Okafor', name: 'Daniel Okafor' } as const

  test(`${name} says whether what was bought helped, and reads it on its goal`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, who)
    const family = await familyOf(page)
    const { spend, goal, what } = paidOf(surname)
    const request = `${family}/budget/requests/${spend}`

    await test.step('no answer is none', async () => {
      await page.goto(request)
      await button(page, t('budget:helped.send')).click()
      expect(statusOf(page)).toBe(400)
      await expect(page.getByRole('alert').first()).toContainText(t('errors:chooseOne'))
      await isSound(page)
    })

    await test.step('the answer stands on the request and on the goal', async () => {
      const answer = script ? 'a-lot' : 'a-little'
      await tick(page.getByLabel(t(`budget:helped.${answer}`), { exact: true }))
      await button(page, t('budget:helped.send')).click()
      await expect(page.getByText(t('budget:done.helped'))).toBeVisible()
      const said = t('budget:helped.said', { name, answer: t(`budget:helped.${answer}`) })
      await expect(page.getByRole('main')).toContainText(said)
      await isSound(page)
      await page.goto(`${family}/goals/${goal}`)
      const bought = page.getByRole('main').locator('section').filter({ hasText: t('goals:one.bought') })
      const one = bought.locator('div').filter({ has: page.locator(`a[href="${request}"]`) }).last()
      await expect(one).toContainText(what)
      await expect(one).toContainText(`${t('budget:helped.title')} ${said}`)
      await isSound(page)
    })
  })

  test('what Aisha said of the personal assistant stands on her goal', async ({ page }) => {
    await as(page, 'aisha')
    const family = await familyOf(page)
    const goal = withDatabase((database) => database.prepare('select s.goal_id from spend as s inner join spend_helped as h on h.family_id = s.family_id and h.spend_id = s.id where s.family_id = ?').pluck().get(thingsOf('Hussain').family) as string)
    await page.goto(`${family}/goals/${goal}`)
    await expect(page.getByRole('main')).toContainText(say.ur.t('budget:helped.said', { name: 'Aisha Hussain', answer: say.ur.t('budget:helped.a-lot') }))
    await isSound(page)
  })
})
