import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, statusOf, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { opensRecord } from './world.ts'

const { t } = say.en

bothWays(() => {
  test('Daniel reads what a family meeting is, is asked again later, then says no, and Sam reads his answer', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, 'daniel')
    const family = await familyOf(page)

    await test.step('the way to it is on his home page, and an answer needs its day', async () => {
      await page.goto(family)
      await link(page, t('meetings:title')).click()
      await isSound(page)
      const other = page.getByText(t('meetings:said.other'))
      if (await other.isVisible()) await other.click()
      await tick(page.locator('input[name=answer][value=not-now]'))
      await button(page, t('meetings:ask.send')).click()
      expect(statusOf(page)).toBe(409)
      await isSound(page)
      await expect(page.locator('input[name=answer][value=not-now]')).toBeChecked()
      await fillDay(page.getByRole('group', { name: t('meetings:ask.again') }), inDays(30))
      await button(page, t('meetings:ask.send')).click()
      await expect(page.getByText(t('meetings:done.not-now'))).toBeVisible()
      await isSound(page)
    })

    await test.step('he answers anew', async () => {
      await page.getByText(t('meetings:said.other')).click()
      await tick(page.locator('input[name=answer][value=no]'))
      await button(page, t('meetings:ask.send')).click()
      await expect(page.getByRole('main')).toContainText(t('meetings:said.noNext'))
    })

    await test.step('Sam reads it', async () => {
      await as(page, 'sam')
      opensRecord('sam@demo.example', 'Okafor')
      await page.goto(`${family}/meetings`)
      await expect(page.getByRole('main')).toContainText(t('meetings:lead.no', { name: 'Daniel Okafor' }))
      await isSound(page)
    })
  })

  test('Joy reads the plan of the meeting that was answered "not yet", changed and accepted, and what became of it; Dean reads his own', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, 'joy')
    const family = await familyOf(page)
    const question = 'How do Eli and Maya sleep well, get to school, and have all of us?'
    const main = page.getByRole('main')

    await test.step('the plan is accepted, with what was said to it and what the family answered', async () => {
      await page.goto(`${family}/meetings`)
      await link(page, question).click()
      await isSound(page)
      await expect(main).toContainText(t('meetings:state.met'))
      await link(page, t('decided:open')).click()
      await isSound(page)
      await expect(main).toContainText(`${t('decided:part.told')}Eli loves her, and he is twelve.`)
      await expect(main).toContainText(`${t('decided:part.answer')}We asked Eli. He would rather be at football.`)
      await expect(main).toContainText(t('decided:went.said.well', { name: 'Tanya Reid' }))
    })

    await test.step('what was sent before still stands there, with its "not yet, because"', async () => {
      await page.locator('summary', { hasText: /and what was said to it/ }).click()
      await expect(main).toContainText('Eli fetches Maya on Tuesdays and Fridays, and looks after her')
      await expect(main).toContainText(t('decided:part.risk'))
      await isSound(page)
    })

    await test.step('what it became stands in the support plan and the budget, and says where it comes from', async () => {
      await link(page, /^See it in the plan ?: Denise fetches Maya/).click()
      await expect(main).toContainText(question)
      await page.goBack()
      await link(page, /^See the request for the money ?: Bunk beds/).click()
      await expect(main).toContainText(question)
      await isSound(page)
    })

    await test.step('Dean has a plan of his own', async () => {
      await as(page, 'dean')
      await page.goto(`${family}/meetings`)
      await link(page, question).click()
      await expect(main).toContainText(t('meetings:state.met'))
      await isSound(page)
      await link(page, t('decided:open')).click()
      await expect(main).toContainText('Dean and Carol come to Eli’s school evening.')
      for (const others of ['Tanya', 'Denise', 'Joy', 'Bunk', t('decided:part.told')]) await expect(main).not.toContainText(others)
      await isSound(page)
    })
  })
})
