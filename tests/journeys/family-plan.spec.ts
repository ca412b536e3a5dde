import { expect } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { anotherWindow, as, bothWays, button, fillDay, isSound, link, say, signInAt, statusOf, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { fillPart } from './plan-steps.ts'
import { addFamily, opensRecord } from './world.ts'

const { t } = say.en

bothWays(({ script }) => {
  test('a family writes its plan and sends it; Sam says which part would put somebody at risk; they change and answer it, and he accepts', async ({ page }) => {
    test.setTimeout(180_000)
    const name = script ? 'Lindqvist' : 'Ferreira'
    const address = `rowan.${name.toLowerCase()}@relatives.example`
    const family = `/families/${addFamily(name, `Rowan ${name}`, address)}`
    await page.setViewportSize({ width: 360, height: 740 })
    await signInAt(page, address)
    await page.goto(`${family}/meetings/new`)
    await page.getByLabel(t('meetings:new.question')).fill('Who is at home after school?')
    await button(page, t('meetings:new.go')).click()
    const plan = `${new URL(page.url()).pathname}/plan`

    await test.step('a part says what is missing beside each box, and keeps what was typed', async () => {
      await page.goto(plan)
      await isSound(page)
      await link(page, t('decided:add')).click()
      await isSound(page)
      await page.getByLabel(t('decided:form.words')).fill('Leo walks home alone')
      await button(page, t('decided:form.save')).click()
      expect(statusOf(page)).toBe(400)
      await expect(page.getByLabel(t('decided:form.words'))).toHaveValue('Leo walks home alone')
      await isSound(page)
      await fillPart(page, 'Leo walks home alone', `Rowan ${name}`, 12)
      await expect(page.getByText(t('decided:done.part'))).toBeVisible()
      await link(page, t('decided:add')).click()
      await fillPart(page, 'Gran comes on Tuesdays', `Rowan ${name}`, 12, 'help')
      await isSound(page)
    })

    const sams = await anotherWindow(page, script)
    await as(sams, 'sam')
    opensRecord(demoAddress('sam'), name)
    await test.step('nobody who helps reads it before it is sent, with a day to look at it again', async () => {
      await sams.goto(plan)
      await expect(sams.getByRole('main')).toContainText(t('decided:nothingSent'))
      await expect(sams.getByRole('main')).not.toContainText('Leo walks')
      await button(page, t('decided:send.go')).click()
      expect(statusOf(page)).toBe(400)
      await isSound(page)
      await fillDay(page.getByRole('group', { name: t('decided:send.again') }), inDays(40))
      await button(page, t('decided:send.go')).click()
      await expect(page.getByText(t('decided:done.sent'))).toBeVisible()
      await isSound(page)
    })

    await test.step('Sam says "not yet", which needs its reason', async () => {
      await sams.goto(plan)
      await isSound(sams)
      await button(sams, t('decided:answer.notYet')).click()
      expect(statusOf(sams)).toBe(400)
      await expect(sams.getByRole('alert').first()).toContainText(t('decided:answer.whichPart'))
      await isSound(sams)
      // What was missing stands open; without a script a browser opens the rest itself.
      await sams.locator('main textarea').first().fill('He is six, and the road by the school is fast.')
      await button(sams, t('decided:answer.notYet')).click()
      await expect(sams.getByText(t('decided:done.not-yet'))).toBeVisible()
      await isSound(sams)
    })

    await test.step('the family reads why, cannot send it as it was, changes that part and answers', async () => {
      await page.goto(plan)
      await expect(page.getByRole('main')).toContainText('the road by the school is fast')
      await isSound(page)
      await button(page, t('decided:send.go')).click()
      expect(statusOf(page)).toBe(409)
      await isSound(page)
      await expect(link(page, new RegExp(`^${t('decided:part.change')}`))).toHaveCount(0)
      await link(page, new RegExp(t('decided:part.changeOrAnswer'))).click()
      await isSound(page)
      await page.getByLabel(t('decided:form.answer')).fill('You are right: we had the old school in mind.')
      await page.getByLabel(t('decided:form.words')).fill('Leo walks home with Rowan')
      await button(page, t('decided:form.save')).click()
      await button(page, t('decided:send.go')).click()
      await expect(page.getByText(t('decided:done.sent'))).toBeVisible()
    })

    await test.step('Sam accepts; each part stands in the plan, and the words of both stay', async () => {
      await sams.goto(plan)
      await expect(sams.getByRole('main')).toContainText('You are right: we had the old school in mind.')
      await button(sams, t('decided:answer.accept')).click()
      await expect(sams.getByText(t('decided:done.accepted'))).toBeVisible()
      await isSound(sams)
      await sams.context().close()
      await page.goto(plan)
      await expect(page.getByRole('main')).toContainText('the road by the school is fast')
      await isSound(page)
      await link(page, /Leo walks home with Rowan/).click()
      expect(statusOf(page)).toBe(200)
      await expect(page.getByRole('main')).toContainText('Leo walks home with Rowan')
      await expect(page.getByRole('main')).toContainText('Who is at home after school?')
    })

    await test.step('for the part that needs help a time is booked, with nothing typed again; it says where it comes from, and its part that it is booked', async () => {
      await page.goto(plan)
      await link(page, new RegExp(`^${t('decided:time.book')}`)).click()
      await expect(page.getByRole('main')).toContainText('Gran comes on Tuesdays')
      await isSound(page)
      await tick(page.getByLabel('Sam Adeyemi'))
      await tick(page.getByLabel(t('appointments:mode.phone'), { exact: true }))
      await button(page, t('appointments:book.next')).click()
      for (let weeks = 0; weeks < 3; weeks += 1) await button(page, t('appointments:times.weekAfter')).click()
      await expect(page.getByLabel(t('appointments:book.note'))).toHaveValue('Gran comes on Tuesdays')
      await isSound(page)
      // Two of this journey run at once, with the same diary.
      const times = page.locator('input[name=time]')
      const time = script ? times.first() : times.last()
      const day = time.locator('xpath=ancestor::details[1]')
      if ((await day.getAttribute('open')) === null) await day.locator('summary').click()
      await tick(time)
      await button(page, t('booking:toCheck')).click()
      await expect(page.getByRole('main')).toContainText('Gran comes on Tuesdays')
      await isSound(page)
      await button(page, t('appointments:book.book')).click()
      await expect(page.getByText(t('appointments:done.booked'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText('Who is at home after school?')
      await isSound(page)
      const booked = new URL(page.url()).pathname
      await page.goto(plan)
      await expect(page.getByRole('main')).toContainText(t('decided:time.booked'))
      await expect(link(page, new RegExp(`^${t('decided:time.book')}`))).toHaveCount(0)
      await isSound(page)
      await page.goto(`${booked}?change=cancel`)
      await button(page, t('appointments:one.cancelButton')).click()
      await page.goto(plan)
      await expect(link(page, new RegExp(`^${t('decided:time.book')}`))).toHaveCount(1)
    })
  })
})
