import { expect } from '@playwright/test'
import { as, bothWays, button, fillDay, isSound, link, newestMessage, say, test, tick } from './site.ts'
import { demoAddress } from '#db/demo/people.ts'
import { inDays } from './days.ts'
import { opensRecord, saidLongAgo } from './world.ts'
import { agreedForMarta } from './spend-steps.ts'

const { t } = say.en
const pl = say.pl

bothWays(({ name }) => {
  test('Marta orders what was agreed; the club says yes, gives one and sends its bill; she says that it happened, and that this was all', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    const club = `club-${name.replace(/\W/g, '')}@swim.example`
    const request = await agreedForMarta(page, { what: `Basen, ${name}`, payee: 'Wendle Swimming Club', pounds: '4', quantity: '2' })
    await as(page, 'marta')
    await page.goto(request)
    await isSound(page)
    const [path] = await test.step('she sends the order, and writes no more than they need', async () => {
      await link(page, pl.t('budget:carry.send')).click()
      await isSound(page)
      await button(page, pl.t('budget:order.send')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await page.getByLabel(pl.t('budget:order.to')).fill(club)
      await page.getByLabel(pl.t('budget:order.note')).fill('Dziewczynka, 9 lat')
      await button(page, pl.t('budget:order.send')).click()
      await expect(page.getByText(pl.t('budget:done.ordered'))).toBeVisible()
      const message = await newestMessage(page, club, /\/provider\//)
      return /\/provider\/[\w-]{43}/.exec(message)!
    })

    await test.step('the club, without an account, reads the order and nothing of the family, and says yes', async () => {
      await page.context().clearCookies()
      await page.goto(`${path}?lng=en`)
      await isSound(page)
      const main = page.getByRole('main')
      await expect(main).toContainText('Dziewczynka, 9 lat')
      await expect(main).not.toContainText(/Marta|Kowalczyk|Sam Adeyemi|łez/)
      await fillDay(page.getByRole('group', { name: t('provider:accept.begins') }), inDays(0))
      await button(page, t('provider:accept.send')).click()
      await expect(page.getByText(t('provider:done.accept'))).toBeVisible()
      await fillDay(page.getByRole('group', { name: t('provider:given.on') }), inDays(0))
      await page.locator('input[name=units]').fill('3')
      await button(page, t('provider:given.send')).click()
      await expect(page.getByText(t('refusals:more-than-is-left', { count: 2 })).first()).toBeVisible()
      await page.locator('input[name=units]').fill('1')
      await button(page, t('provider:given.send')).click()
      await expect(page.getByText(t('provider:done.given'))).toBeVisible()
      await page.getByLabel(t('provider:bill.reference')).fill('S-1')
      await page.getByLabel(t('provider:bill.sum')).fill('4.00')
      await button(page, t('provider:bill.send')).click()
      await expect(page.getByText(t('provider:done.bill'))).toBeVisible()
      await isSound(page)
    })

    await test.step('she does not answer for two weeks: it stands kindly at home, and late with Sam, who asks again', async () => {
      saidLongAgo(request.split('/').at(-1)!)
      await as(page, 'marta')
      await page.goto(request.replace(/\/budget.*/, ''))
      await expect(page.getByRole('main')).toContainText(pl.t('home:givenLongAgo'))
      await isSound(page)
      await as(page, 'sam')
      await page.goto('/desk')
      await expect(page.getByRole('main')).toContainText('have not said whether something they asked for happened.')
      opensRecord(demoAddress('sam'), 'Kowalczyk-Bailey')
      await page.goto(request)
      await button(page, t('budget:carry.askAgain')).click()
      await expect(page.getByText(t('budget:done.asked-again'))).toBeVisible()
      await expect(button(page, t('budget:carry.askAgain'))).toHaveCount(0)
      await isSound(page)
    })

    await test.step('she is asked at home whether it happened, and says so; then that this was all', async () => {
      await as(page, 'marta')
      await page.goto(request.replace(/\/budget.*/, ''))
      await page.getByRole('main').locator(`a[href="${request}"]`).click()
      await isSound(page)
      await button(page, pl.t('budget:carry.yes')).click()
      await expect(page.getByText(pl.t('budget:done.did'))).toBeVisible()
      await button(page, pl.t('budget:carry.finish')).click()
      await expect(page.getByText(pl.t('budget:done.finished'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText(pl.t('budget:state.delivered'))
      await tick(page.getByLabel(pl.t('budget:helped.a-lot')))
      await button(page, pl.t('budget:helped.send')).click()
      await expect(page.getByText(pl.t('budget:done.helped'))).toBeVisible()
      await isSound(page)
    })

    await test.step('finance reads a payee and a sum; the link still takes nothing more', async () => {
      await page.context().clearCookies()
      await as(page, 'femi')
      await page.goto('/desk/payments')
      await expect(page.getByRole('main')).toContainText('Wendle Swimming Club')
      await expect(page.getByRole('main')).not.toContainText('Basen')
      await page.goto(path!)
      await expect(page.getByText(t('provider:given.send'))).toHaveCount(0)
    })
  })
})
