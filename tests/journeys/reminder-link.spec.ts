import { expect } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { keptBy, reminderOf } from './appointment-world.ts'
import { as, bothWays, button, familyOf, isSound, link, say, statusOf, test, tick } from './site.ts'
import { booksTime } from './books.ts'

bothWays(({ script }) => {
  test.describe('in Polish', () => {
    test.use({ locale: 'pl-PL' })

    test('Marta moves and then cancels an appointment by the link of her reminder, without signing in', async ({ page }) => {
      const { t, format } = say.pl
      await as(page, 'marta')
      const booked = await booksTime(page, await familyOf(page), say.pl, { with: ['Sam Adeyemi'], how: 'phone', nth: script ? 3 : 1 })
      const address = reminderOf(demoAddress('marta'), booked.id)
      await page.context().clearCookies()

      await page.goto(address)
      const main = page.getByRole('main')
      await expect(page.locator('html')).toHaveAttribute('lang', 'pl')
      await expect(main).toContainText(format.when(booked.time))
      await expect(main).toContainText('Sam Adeyemi')
      await isSound(page)
      await link(page, t('appointments:one.move')).click()
      await isSound(page)
      // On the last day, because the first may be within the notice in which it can be moved or cancelled by phone alone.
      const day = page.locator('details').filter({ has: page.locator('input[name=time]') }).last()
      if ((await day.getAttribute('open')) === null) await day.locator('summary').click()
      const other = day.locator('input[name=time]').nth(script ? 3 : 1)
      const moved = (await other.getAttribute('value'))!
      await tick(other)
      await button(page, t('appointments:one.moveButton')).click()
      await expect(page.getByText(t('appointments:done.moved'))).toBeVisible()
      // What was moved has a reminder of its own, and this link still leads to it.
      await page.goto(reminderOf(demoAddress('marta'), booked.id))
      await expect(main.locator('time').first()).toHaveAttribute('datetime', moved)
      await isSound(page)

      await link(page, t('appointments:one.cancel')).click()
      await isSound(page)
      await link(page, t('appointments:one.keep')).click()
      await link(page, t('appointments:one.cancel')).click()
      await button(page, t('appointments:one.cancelButton')).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('reminders:do.cancelled'))
      await isSound(page)
      expect((await page.goto(address))!.status(), 'there is nothing to see to any more').toBe(404)
      await as(page, 'marta')
      await page.goto(booked.path)
      await expect(main).toContainText(t('appointments:state.cancelled'))
    })
  })

  test("Tanya's link names neither a person nor a place before her word", async ({ page }) => {
    const { t, format } = say.en
    const { id, startsAt } = keptBy(demoAddress('tanya'))
    await page.goto(reminderOf(demoAddress('tanya'), id))
    const saysNothing = async () => {
      await expect(page).toHaveTitle(new RegExp(t('account:message.title')))
      const all = await page.locator('html').innerHTML()
      for (const told of ['Sam', 'Tanya', 'Reid', 'Family Plan', 'phone', startsAt, format.time(startsAt as never), id]) expect(all, told).not.toContain(told)
    }
    await saysNothing()
    await isSound(page)
    await page.getByLabel(t('account:message.word')).fill('red kite')
    await button(page, t('reminders:do.wordGo')).click()
    await expect(page.getByRole('alert').first()).toContainText(t('errors:thereIsAProblem'))
    expect(statusOf(page)).toBe(400)
    await saysNothing()
    await expect(page.getByLabel(t('account:message.word')), 'what was said is not shown again').toHaveValue('')
    await isSound(page)
    await page.getByLabel(t('account:message.word')).fill('Blue kite')
    await button(page, t('reminders:do.wordGo')).click()
    await expect(page.getByRole('main')).toContainText('Sam Adeyemi')
    await expect(page.getByRole('main').locator('time').first()).toHaveAttribute('datetime', startsAt)
    await isSound(page)
  })
})
