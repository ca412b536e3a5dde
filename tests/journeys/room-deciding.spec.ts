import { expect, type Page } from '@playwright/test'
import { inDays } from './days.ts'
import { anotherWindow, as, bothWays, button, familyOf, fillDay, isSound, link, say, signIn, statusOf, test, tick } from './site.ts'
import { meetingOf, withDatabase } from './world.ts'

test.describe.configure({ mode: 'serial' })

bothWays(({ script, name }) => {
  test('Tariq proposes, Imran says no, it is said in other words, everybody agrees, and it is in their plan; nobody who helps reads of it', async ({ page }) => {
    test.setTimeout(240_000)
    const { t } = say.ur
    const en = say.en.t
    const words = `${name}: Tariq sleeps here when Mum is ill`
    const anew = `${name}: Tariq is here at night, and cooks`
    const why = `${name}: he snores, امی سو نہیں سکتیں`
    await as(page, 'aisha')
    const family = await familyOf(page)
    const meeting = `${family}/meetings/${meetingOf('Hussain')}`
    const decide = `${meeting}/private/decide`
    const [tariqs, imrans] = [await anotherWindow(page, script), await anotherWindow(page, script)]
    await signIn(tariqs, 'tariq')
    await signIn(imrans, 'imran')
    await imrans.goto(decide)
    const proposalOf = (of: Page, said: string) => of.getByRole('main').locator('li').filter({ hasText: said })
    const answer = async (of: Page, label: string, more?: readonly [string, string]) => {
      await tick(of.getByLabel(label, { exact: true }))
      if (more) await of.getByLabel(more[0]).fill(more[1])
      await button(of, (of === page ? t : en)('proposals:answer.go')).click()
    }

    await test.step('Tariq proposes: nothing, and nobody who does it, is told beside the field', async () => {
      await tariqs.goto(`${meeting}/private`)
      await link(tariqs, en('proposals:onRoom.go')).click()
      await isSound(tariqs)
      await button(tariqs, en('proposals:form.go')).click()
      expect(statusOf(tariqs)).toBe(400)
      await tariqs.getByLabel(en('proposals:form.words')).fill(words)
      await fillDay(tariqs.getByRole('group', { name: en('decided:form.due') }), inDays(20))
      await tick(tariqs.getByLabel(en('decided:form.need.nothing')))
      await button(tariqs, en('proposals:form.go')).click()
      expect(statusOf(tariqs)).toBe(409)
      await expect(tariqs.getByRole('alert').first()).toContainText(en('refusals:owner-missing'))
      await tariqs.getByLabel(en('decided:form.owner')).selectOption({ label: 'Tariq Hussain' })
      await button(tariqs, en('proposals:form.go')).click()
      await expect(tariqs.getByText(en('proposals:done.proposed'))).toBeVisible()
      await isSound(tariqs)
    })

    await test.step('Imran reads it, at once where his page has its script, and says no: he owes a reason', async () => {
      if (!script) await imrans.reload()
      await expect(proposalOf(imrans, words)).toBeVisible()
      await link(imrans, words).click()
      await isSound(imrans)
      await tick(imrans.getByLabel(en('proposals:answer.no'), { exact: true }))
      await button(imrans, en('proposals:answer.go')).click()
      expect(statusOf(imrans)).toBe(400)
      await expect(imrans.getByRole('alert').first()).toContainText(en('proposals:answer.sayWhy'))
      await answer(imrans, en('proposals:answer.no'), [en('proposals:answer.why'), why])
      await expect(imrans.getByText(en('proposals:done.answered'))).toBeVisible()
      await expect(imrans.getByRole('main')).toContainText(why)
      await isSound(imrans)
    })

    await test.step('so it is not agreed, however many say yes; Aisha says it in other words, which are answered anew', async () => {
      await page.goto(decide)
      await expect(proposalOf(page, words)).toContainText(t('proposals:standing.sent-back'))
      await isSound(page)
      await link(page, words).click()
      await answer(page, t('proposals:answer.yes'))
      await expect(page.getByRole('main')).toContainText(t('proposals:standing.sent-back'))
      await link(page, t('proposals:form.again')).click()
      await expect(page.getByLabel(t('proposals:form.words'))).toHaveValue(words)
      await page.getByLabel(t('proposals:form.words')).fill(anew)
      await button(page, t('proposals:form.go')).click()
      await expect(proposalOf(page, anew)).toContainText(t('proposals:standing.open'))
      await expect(proposalOf(page, words)).toHaveCount(0)
    })

    await test.step('all three say yes, one with a worry; what Imran is about to tap stays in its place as her answer comes in above', async () => {
      await imrans.goto(decide)
      await link(imrans, anew).click()
      const yes = imrans.getByLabel(en('proposals:answer.yes'), { exact: true })
      await yes.scrollIntoViewIfNeeded()
      const place = await yes.boundingBox()
      await link(page, anew).click()
      await answer(page, t('proposals:answer.yes-but'), [t('proposals:answer.worry'), `${name}: صرف سردیوں میں`])
      await expect(page.getByText(t('proposals:done.answered'))).toBeVisible()
      if (script) await expect(imrans.getByRole('main')).toContainText(`${name}: صرف سردیوں میں`)
      expect(Math.abs((await yes.boundingBox())!.y - place!.y)).toBeLessThan(2)
      for (const theirs of [tariqs, imrans]) {
        await theirs.goto(decide)
        await link(theirs, anew).click()
        await answer(theirs, en('proposals:answer.yes'))
        await expect(theirs.getByText(en('proposals:done.answered'))).toBeVisible()
      }
      if (!script) await page.reload()
      await expect(page.getByRole('main')).toContainText(t('proposals:standing.stands'))
      await isSound(page)
    })

    await test.step('whoever helps, manages or administers finds neither page; the tables hold no word', async () => {
      const one = new URL(page.url()).pathname
      for (const who of ['sam', 'grace', 'priya', 'alex', 'ines'] as const) {
        const theirs = await anotherWindow(page, script)
        await signIn(theirs, who)
        for (const path of [decide, one]) expect((await theirs.request.get(path, { maxRedirects: 0 })).status(), `${who} ${path}`).toBe(404)
        await theirs.close()
      }
      const sealed = withDatabase((database) => JSON.stringify(['room_proposal', 'room_answer'].map((table) => database.prepare(`select * from ${table}`).all())))
      expect(sealed.length).toBeGreaterThan(200)
      expect(sealed).not.toMatch(/Tariq sleeps|snores|سردیوں|sent-back|yes-but/)
    })

    await test.step('Imran puts nothing into the plan; Aisha does, and there it stands in the same words', async () => {
      await imrans.goto(decide)
      await expect(button(imrans, en('proposals:plan.go'))).toHaveCount(0)
      await page.goto(decide)
      await button(page, t('proposals:plan.go')).click()
      expect(statusOf(page)).toBe(400)
      await tick(page.getByLabel(t('decided:form.keep.us')))
      await button(page, t('proposals:plan.go')).click()
      await expect(page.getByText(t('decided:done.put-in'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText(anew)
      await expect(page.getByRole('main')).not.toContainText(why)
      await isSound(page)
      await page.goto(decide)
      await expect(proposalOf(page, anew)).toContainText(t('proposals:inPlan'))
    })
    await tariqs.close()
    await imrans.close()
  })
})
