import { expect, type Page } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test, tick } from './site.ts'
import { opensRecord } from './world.ts'

const { t } = say.pl

/** Marta books Sam on the phone, in a week far ahead, on a weekday and at a time when Nia could come too; when it begins. */
async function books(page: Page, family: string, weekday: number): Promise<string> {
  await page.goto(`${family}/appointments/book`)
  await tick(page.getByLabel('Sam Adeyemi'))
  await tick(page.getByLabel(t('appointments:mode.phone'), { exact: true }))
  await button(page, t('appointments:book.next')).click()
  await button(page, t('appointments:times.weekAfter')).click()
  let chosen: string | undefined
  while (chosen === undefined) {
    await button(page, t('appointments:times.weekAfter')).click()
    const times = await page.locator('input[name=time]').evaluateAll((boxes) => boxes.map((one) => (one as HTMLInputElement).value))
    chosen = times.find((at) => new Date(at).getUTCDay() === weekday && at.slice(11, 16) >= '10:30' && at.slice(11, 16) <= '11:30')
  }
  const time = page.locator(`input[name=time][value="${chosen}"]`)
  const day = time.locator('xpath=ancestor::details[1]')
  if ((await day.getAttribute('open')) === null) await day.locator('summary').click()
  await tick(time)
  await button(page, t('booking:toCheck')).click()
  await button(page, t('appointments:book.book')).click()
  // On some days of the year a time falls on what matters to them: then it is asked once.
  const done = page.getByText(t('appointments:done.booked'))
  const asked = page.getByText(t('dates:warn.ours'))
  await expect(asked.or(done).first()).toBeVisible()
  if (await asked.isVisible()) await button(page, t('appointments:book.book')).click()
  await expect(done).toBeVisible()
  return chosen
}

bothWays(({ script }) => {
  test('Sam is away, Nia can come at the same time: Marta reads it in Polish and says yes', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await as(page, 'marta')
    // Both keep a diary on Tuesdays and Thursdays: each way has a day of its own, because Sam is away for all of it.
    const chosen = await books(page, await familyOf(page), script ? 2 : 4)
    const visit = new URL(page.url()).pathname
    const day = chosen.slice(0, 10)

    await page.context().clearCookies()
    await as(page, 'sam')
    await page.goto('/desk/diary')
    await page.getByText(say.en.t('desk:diary.addTimeOff')).click()
    await fillDay(page.getByRole('group', { name: say.en.t('desk:diary.offFrom') }), day)
    await fillDay(page.getByRole('group', { name: say.en.t('desk:diary.offUntil'), exact: true }), day)
    await button(page, say.en.t('desk:diary.saveTimeOff')).click()
    await expect(page.getByText(say.en.t('cover:away.done.off'))).toBeVisible()
    await isSound(page)
    const card = page.locator('form', { has: page.locator(`input[name=visit][value="${visit.split('/').at(-1)}"]`) })
    await tick(card.getByLabel(say.en.t('cover:away.hows.same-time')))
    await button(page, say.en.t('cover:away.go')).first().click()
    await expect(page.getByRole('alert').first(), 'somebody is to be chosen').toContainText(say.en.t('refusals:choose-a-colleague'))
    await isSound(page)
    await card.getByLabel(say.en.t('cover:away.cover')).selectOption({ label: 'Nia Hughes' })
    await card.getByRole('button', { name: say.en.t('cover:away.go') }).click()
    await expect(page.getByText(say.en.t('cover:away.done.said'))).toBeVisible()

    await page.context().clearCookies()
    await as(page, 'marta')
    await page.goto(visit)
    const main = page.getByRole('main')
    await expect(main).toContainText(t('cover:card.comes', { cover: 'Nia' }))
    await expect(main).toContainText('Nia Hughes')
    await isSound(page)
    await button(page, t('cover:card.agree', { cover: 'Nia' })).click()
    await expect(page.getByText(t('cover:card.done.agree'))).toBeVisible()
    await expect(main).toContainText(t('cover:card.agreed', { cover: 'Nia' }))
    await isSound(page)

    // Nia sees what she comes for, and nothing else of the family.
    await page.context().clearCookies()
    await as(page, 'nia')
    opensRecord(demoAddress('nia'), 'Kowalczyk-Bailey')
    await page.goto(visit)
    await expect(page.getByRole('main')).toContainText('Nia Hughes')
    expect((await page.goto(visit.replace(/appointments.*/, 'plan')))!.status(), script ? 'with script' : 'without').toBe(404)

    // It leaves nothing behind on which others rely.
    await page.context().clearCookies()
    await as(page, 'marta')
    await page.goto(visit)
    await link(page, t('appointments:one.cancel')).click()
    await page.getByLabel(t('appointments:one.cancelWhy')).fill('Leo ma przedstawienie w szkole')
    await button(page, t('appointments:one.cancelButton')).click()
    await expect(main).toContainText('Leo ma przedstawienie w szkole')
    await page.context().clearCookies()
    await as(page, 'sam')
    await page.goto('/desk/diary')
    await button(page, new RegExp(say.en.t('desk:diary.endTimeOff'))).last().click()
    await expect(page.getByText(say.en.t('desk:diary.done.back'))).toBeVisible()
  })
})
