import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { deskOf } from './spend-steps.ts'

const { t } = say.en

bothWays(({ name }) => {
  test('Imran, 15, asks for something himself: he reads first who sees it and who decides; what his mum asked he reads and leaves', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, 'imran')
    const family = await familyOf(page)
    const what = `Chalk for climbing, ${name}`
    await test.step('he asks in his own words', async () => {
      await link(page, t('home:ask')).click()
      await isSound(page)
      await link(page, t('budget:new.own')).click()
      await expect(page.getByRole('main')).toContainText(t('young:decides'))
      await expect(page.getByRole('main')).toContainText(t('young:sees.everybody'))
      await isSound(page)
      await page.getByLabel(t('rules:which')).selectOption('clubs')
      await page.getByLabel(t('budget:form.what')).fill(what)
      await page.getByLabel(t('budget:form.payee')).fill('Wendle Wall')
      await page.getByLabel(t('budget:form.price')).fill('4.50')
      await tick(page.getByLabel('Have one afternoon a week that is just mine'))
      await fillDay(page.getByRole('group', { name: t('budget:form.neededOn') }), inDays(9))
      await button(page, t('budget:form.check')).click()
      await isSound(page)
      await button(page, t('budget:check.send')).click()
      await expect(page.getByText(t('budget:done.asked'))).toBeVisible()
      await isSound(page)
    })
    const request = new URL(page.url()).pathname

    await test.step('Sam finds it among what waits, and says yes', async () => {
      await as(page, 'sam')
      await page.goto(deskOf(request))
      await expect(page.getByRole('main')).toContainText('Imran Hussain')
      await page.locator('button[value=yes]').click()
    })

    await test.step('he reads the yes, and that it did not happen after all is his to say; what his mum asked is hers', async () => {
      await as(page, 'imran')
      await page.goto(request)
      await expect(page.getByRole('main')).toContainText(t('budget:state.approved'))
      await isSound(page)
      await button(page, t('budget:one.notHappened')).click()
      await expect(page.getByText(t('budget:done.cancelled'))).toBeVisible()
      await page.goto(`${family}/budget`)
      await link(page, /Young carers/).first().click()
      await expect(page.getByRole('main').locator('button[name=intent]')).toHaveCount(0)
      await isSound(page)
    })
  })
})
