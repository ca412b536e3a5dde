import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { asksFor } from './spend-steps.ts'

const { t } = say.en
const ur = say.ur

bothWays(({ name }) => {
  test('Aisha asks for a taxi and shows it to her brother; Tariq can drive him; she says yes, and it stands in the plan with thanks', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    const what = `ٹیکسی ${name}`
    await as(page, 'aisha')
    const family = await familyOf(page)
    const request = await asksFor(page, 'ur', { what, payee: 'Wendle Cars', pounds: '9', kind: 'travel', goal: 'ثنا روز وقت پر سکول پہنچے', needed: 9 })

    await test.step('she shows it to Tariq, who sees no money', async () => {
      await isSound(page)
      await page.getByText(ur.t('instead:ask.title')).click()
      await page.getByLabel(ur.t('instead:ask.who')).selectOption({ label: 'Tariq Hussain' })
      await button(page, ur.t('instead:ask.send')).click()
      await expect(page.getByText(ur.t('budget:done.asked-to-help'))).toBeVisible()
    })

    await test.step('Tariq finds it at home and offers to drive', async () => {
      await as(page, 'tariq')
      await page.goto(family)
      await page.getByRole('main').locator(`a[href="${request}/help"]`).click()
      await expect(page.getByRole('main')).toContainText(what)
      await expect(page.getByRole('main')).not.toContainText(/£|Wendle Cars/)
      await isSound(page)
      await button(page, t('instead:page.send')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await page.getByLabel(t('instead:page.words')).fill('I can drive him, I pass by anyway')
      await tick(page.getByLabel(t('instead:often.weekly')))
      await fillDay(page.getByRole('group', { name: t('instead:page.on') }), inDays(9))
      await button(page, t('instead:page.send')).click()
      await expect(page.getByText(t('instead:done.offered'))).toBeVisible()
      await isSound(page)
      expect((await page.request.get(request)).status()).toBe(404)
    })

    await test.step('she says yes, with thanks; the money is left again', async () => {
      await as(page, 'aisha')
      await page.goto(request)
      await expect(page.getByRole('main')).toContainText('I can drive him')
      await isSound(page)
      await page.getByLabel(ur.t('instead:offer.thanks')).fill('شکریہ بھائی')
      await button(page, ur.t('instead:offer.take')).click()
      await expect(page.getByText(ur.t('budget:done.instead'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText(ur.t('budget:state.cancelled'))
      await isSound(page)
    })

    await test.step('it stands in the plan as worth as much; Tariq says that it is done', async () => {
      await as(page, 'tariq')
      await page.goto(`${request}/help`)
      await link(page, t('instead:page.promise')).click()
      await expect(page.getByRole('main')).toContainText(t('instead:worth'))
      await expect(page.getByRole('main')).toContainText('شکریہ بھائی')
      await isSound(page)
      await button(page, t('promises:answer.done')).click()
      await expect(page.getByText(t('promises:done.done'))).toBeVisible()
    })
  })
})
