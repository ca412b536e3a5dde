import { expect, type Page } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { anotherWindow, as, bothWays, button, fillDay, isSound, link, say, signInAt, statusOf, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { fillPart } from './plan-steps.ts'
import { addFamily, opensRecord } from './world.ts'

const { t } = say.en

/** A plan of one part, which Rowan does, written and sent to be looked at again in three days. */
async function writesAndSends(page: Page, plan: string, words: string, owner: string): Promise<void> {
  await page.goto(`${plan}/part`)
  await fillPart(page, words, owner, 2)
  await fillDay(page.getByRole('group', { name: t('decided:send.again') }), inDays(3))
  await button(page, t('decided:send.go')).click()
  await expect(page.getByText(t('decided:done.sent'))).toBeVisible()
}

bothWays(({ script }) => {
  test('a family looks again at what it agreed, and comes together again: the new meeting says which one it follows and how each part went', async ({ page }) => {
    test.setTimeout(120_000)
    const name = script ? 'Nakamura' : 'Oyelaran'
    const address = `rowan.${name.toLowerCase()}@relatives.example`
    const family = `/families/${addFamily(name, `Rowan ${name}`, address)}`
    await page.setViewportSize({ width: 320, height: 700 })
    await signInAt(page, address)
    await page.goto(`${family}/meetings/new`)
    await page.getByLabel(t('meetings:new.question')).fill('Who reads with Ada?')
    await button(page, t('meetings:new.go')).click()
    const first = new URL(page.url()).pathname
    await writesAndSends(page, `${first}/plan`, 'Rowan reads on Sundays', `Rowan ${name}`)
    await page.goto(first)
    await expect(button(page, t('again:go')), 'its plan is not accepted').toHaveCount(0)

    const sams = await anotherWindow(page, script)
    await as(sams, 'sam')
    opensRecord(demoAddress('sam'), name)
    await sams.goto(`${first}/plan`)
    await button(sams, t('decided:answer.accept')).click()
    await expect(sams.getByText(t('decided:done.accepted'))).toBeVisible()

    await test.step('the day stands on the home page, with the way to the plan and to coming together again', async () => {
      await page.goto(family)
      await expect(page.getByRole('main')).toContainText(t('again:home.text'))
      await isSound(page)
      await page.goto(`${family}/appointments`)
      await expect(page.getByRole('main')).toContainText(t('again:home.text'))
      await isSound(page)
      await link(page, t('again:home.look')).click()
      await page.getByText(t('decided:went.title')).first().click()
      await tick(page.locator('input[name=went][value=partly]'))
      await page.getByLabel(t('decided:went.words')).fill('Two Sundays of four')
      await button(page, t('decided:went.go')).click()
      await expect(page.getByText(t('decided:done.went'))).toBeVisible()
      await page.goto(family)
      await link(page, t('again:title')).click()
      await isSound(page)
    })

    await test.step('they press, and the new meeting has the question, who comes, and what was agreed before', async () => {
      await button(page, t('again:go')).click()
      await expect(page.getByText(t('meetings:done.again'))).toBeVisible()
      expect(new URL(page.url()).pathname).not.toBe(first)
      const main = page.getByRole('main')
      for (const words of ['Who reads with Ada?', t('again:before.title'), 'Rowan reads on Sundays', t('decided:went.said.partly', { name: `Rowan ${name}` }), 'Two Sundays of four']) await expect(main).toContainText(words)
      await isSound(page)
    })

    await test.step('back on the old page the button makes no second one; the first meeting says that it was followed', async () => {
      const next = new URL(page.url()).pathname
      await page.goto(first)
      await expect(button(page, t('again:go'))).toHaveCount(0)
      await page.locator(`main a[href="${next}"]`).click()
      expect(statusOf(page)).toBe(200)
      await page.goto(family)
      await expect(page.getByRole('main')).not.toContainText(t('again:home.text'))
    })

    await test.step('Sam reads that it follows', async () => {
      await sams.goto(first)
      await expect(sams.locator('main a', { hasText: t('again:next', { day: '' }).split(':')[0]! })).toHaveCount(1)
      await isSound(sams)
      await sams.context().close()
    })
  })
})
