import { expect } from '@playwright/test'
import { newId } from '#app/values/ids.ts'
import { inDays } from './days.ts'
import { anotherWindow, as, bothWays, button, fillDay, isSound, link, say, signIn, statusOf, test, tick } from './site.ts'
import { memberOf, thingsOf, withDatabase } from './world.ts'

test.describe.configure({ mode: 'serial' })

/** Another meeting of the Hussains, to which Aisha and Tariq are asked, for this journey alone: closing its private time disturbs nobody. */
function aMeeting(): string {
  const { family } = thingsOf('Hussain')
  const [id, at] = [newId(), new Date().toISOString()]
  withDatabase((database) => {
    const columns = (table: string, changed: Readonly<Record<string, unknown>>, where: string) => {
      const row = { ...(database.prepare(`select * from ${table} where family_id = ? and ${where} limit 1`).get(family) as Record<string, unknown>), ...changed }
      database.prepare(`insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row).map(() => '?').join(', ')})`).run(...Object.values(row))
    }
    const there = database.prepare("select meeting_id from room where family_id = ? and state = 'open'").pluck().get(family) as string
    columns('meeting', { id, made_at: at, state: 'preparing', state_at: at }, `id = '${there}'`)
    columns('meeting_sitting', { meeting_id: id, starts_at: null }, `meeting_id = '${there}' and number = 1`)
    for (const name of ['Aisha Hussain', 'Tariq Hussain']) columns('meeting_person', { meeting_id: id, sitting: 1, must_agree: 1, gone_at: null, invited_at: at }, `meeting_id = '${there}' and member_id = '${memberOf('Hussain', name)}'`)
  })
  return `/families/${family}/meetings/${id}`
}

bothWays(({ script, name }) => {
  test('what Aisha was writing stands on the page when Tariq was quicker, and each form of those pages carries for whom it was made', async ({ page }) => {
    test.setTimeout(180_000)
    const { t } = say.ur
    const en = say.en.t
    const words = `${name}: میں صبح نہیں آ سکتی — not in the mornings`
    await as(page, 'aisha')
    const meeting = aMeeting()
    const [room, plan] = [`${meeting}/private`, `${meeting}/plan`]
    const tariqs = await anotherWindow(page, script)
    await signIn(tariqs, 'tariq')
    const main = page.getByRole('main')
    const kept = main.locator('#you-wrote')
    const carries = async () => expect(await main.locator('form[method=post]:not(:has(input[name=here]))').count(), page.url()).toBe(0)
    const close = async () => {
      await tariqs.goto(room)
      await tariqs.getByText(en('rooms:close.summary'), { exact: true }).click()
      await button(tariqs, en('rooms:close.go')).click()
      await expect(tariqs.getByText(en('rooms:done.closed'))).toBeVisible()
    }
    const open = async () => {
      await tariqs.goto(room)
      await tick(tariqs.getByRole('radio', { name: 'Tariq Hussain' }))
      await tariqs.locator('button[value=open]').click()
      await expect(tariqs.getByText(en('rooms:done.open'))).toBeVisible()
    }

    await test.step('he closes private family time: her words stand there, to read and to copy', async () => {
      await page.goto(room)
      await carries()
      // Whoever opens it first says of those whose invitation came from somebody who helps that it is really them.
      await tick(page.getByRole('radio', { name: 'Aisha Hussain' }))
      for (const one of await page.getByRole('checkbox', { name: /Tariq Hussain/ }).all()) await tick(one)
      await page.locator('button[value=open]').click()
      await expect(page.getByText(t('rooms:done.open'))).toBeVisible()
      await carries()
      await page.getByLabel(t('rooms:words')).fill(words)
      await close()
      await button(page, t('rooms:send')).click()
      expect(statusOf(page)).toBe(409)
      await expect(page.getByRole('alert').first()).toContainText(t('refusals:room-closed'))
      await expect(kept).toContainText(words)
      await isSound(page)
      await page.goto(room)
      await expect(kept).toHaveCount(0)
      await expect(main).not.toContainText(words)
    })

    await test.step('the same of what she proposes', async () => {
      await open()
      await page.goto(`${room}/decide`)
      await carries()
      await page.getByLabel(t('proposals:form.words')).fill(words)
      await fillDay(page.getByRole('group', { name: t('decided:form.due') }), inDays(20))
      await page.getByLabel(t('decided:form.owner')).selectOption(memberOf('Hussain', 'Tariq Hussain'))
      await tick(page.getByLabel(t('decided:form.need.nothing')))
      await close()
      await button(page, t('proposals:form.go')).click()
      expect(statusOf(page)).toBe(409)
      await expect(kept).toContainText(words)
    })

    await test.step('he says it in other words while she writes why not: her reason stands', async () => {
      await open()
      await tariqs.goto(`${room}/decide`)
      await tariqs.getByLabel(en('proposals:form.words')).fill(`${name}: we begin at nine`)
      await fillDay(tariqs.getByRole('group', { name: en('decided:form.due') }), inDays(20))
      await tariqs.getByLabel(en('decided:form.owner')).selectOption(memberOf('Hussain', 'Tariq Hussain'))
      await tick(tariqs.getByLabel(en('decided:form.need.nothing')))
      await button(tariqs, en('proposals:form.go')).click()
      await page.goto(`${room}/decide`)
      await link(page, `${name}: we begin at nine`).click()
      await carries()
      await tick(page.getByLabel(t('proposals:answer.no'), { exact: true }))
      await page.getByLabel(t('proposals:answer.why')).fill(words)
      await link(tariqs, `${name}: we begin at nine`).click()
      await link(tariqs, en('proposals:form.again')).click()
      await tariqs.getByLabel(en('proposals:form.words')).fill(`${name}: we begin at ten`)
      await button(tariqs, en('proposals:form.go')).click()
      await expect(tariqs.getByText(en('proposals:done.proposed'))).toBeVisible()
      await button(page, t('proposals:answer.go')).click()
      expect(statusOf(page)).toBe(409)
      await expect(kept).toContainText(words)
      await isSound(page)
    })

    await test.step('he sends the plan while she changes a part, and its words above: both stand', async () => {
      await tariqs.goto(`${plan}/part`)
      await tariqs.getByLabel(en('decided:form.words')).fill(`${name}: Tariq cooks`)
      await tariqs.getByLabel(en('decided:form.owner')).selectOption(memberOf('Hussain', 'Tariq Hussain'))
      await fillDay(tariqs.getByRole('group', { name: en('decided:form.due') }), inDays(20))
      for (const choice of ['need.nothing', 'become.action', 'keep.us'] as const) await tick(tariqs.getByLabel(en(`decided:form.${choice}`)))
      await button(tariqs, en('decided:form.save')).click()
      await expect(tariqs.getByText(en('decided:done.part'))).toBeVisible()
      const again = await anotherWindow(page, script)
      await as(again, 'aisha')
      await again.goto(plan)
      await again.getByLabel(t('decided:send.words')).fill(words)
      await page.goto(plan)
      await carries()
      await page.getByRole('link', { name: t('decided:part.change') }).first().click()
      await carries()
      await page.getByLabel(t('decided:form.words')).fill(words)
      await fillDay(tariqs.getByRole('group', { name: en('decided:send.again') }), inDays(40))
      await button(tariqs, en('decided:send.go')).click()
      await expect(tariqs.getByText(en('decided:done.sent'))).toBeVisible()
      await button(page, t('decided:form.save')).click()
      expect(statusOf(page)).toBe(409)
      await expect(kept).toContainText(words)
      await isSound(page)
      await fillDay(again.getByRole('group', { name: t('decided:send.again') }), inDays(40))
      await button(again, t('decided:send.go')).click()
      expect(statusOf(again)).toBe(409)
      await expect(again.getByRole('main').locator('#you-wrote')).toContainText(words)
      await again.close()
    })

    await test.step('the meeting is called off while he changes a part: his words stand there, and it says why', async () => {
      const off = aMeeting()
      await tariqs.goto(`${off}/plan/part`)
      await tariqs.getByLabel(en('decided:form.words')).fill(words)
      withDatabase((database) => database.prepare("update meeting set state = 'off' where id = ?").run(off.split('/').at(-1)))
      await button(tariqs, en('decided:form.save')).click()
      expect(statusOf(tariqs)).toBe(409)
      await expect(tariqs.getByRole('alert').first()).toContainText(en('refusals:meeting-is-off'))
      await expect(tariqs.locator('#you-wrote')).toContainText(words)
      await isSound(tariqs)
    })

    await test.step('he is taken out while he writes: the page that is not there for him any more gives him his words, and nothing else', async () => {
      await tariqs.goto(room)
      await tariqs.getByLabel(en('rooms:words')).fill(words)
      withDatabase((database) => database.prepare('update meeting_person set gone_at = ? where meeting_id = ? and member_id = ?').run(new Date().toISOString(), meeting.split('/').at(-1), memberOf('Hussain', 'Tariq Hussain')))
      await button(tariqs, en('rooms:send')).click()
      expect(statusOf(tariqs)).toBe(404)
      await expect(tariqs.locator('#you-wrote')).toContainText(words)
      await isSound(tariqs)
    })
    await tariqs.close()
  })
})
