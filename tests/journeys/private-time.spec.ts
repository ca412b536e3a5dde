import { expect } from '@playwright/test'
import { newId } from '#app/values/ids.ts'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, say, signIn, statusOf, test } from './site.ts'
import { meetingOf, withDatabase } from './world.ts'

test.describe.configure({ mode: 'serial' })

bothWays(({ script, name }) => {
  test('Aisha, Imran and Tariq talk in private family time; whoever works here finds nothing there; words taken back are gone', async ({ page }) => {
    test.setTimeout(120_000)
    const { t } = say.ur
    const en = say.en.t
    const words = `${name}: کون دوائی لے آئے گا؟ And who rings the school?`
    await as(page, 'aisha')
    const family = await familyOf(page)
    const room = `${family}/meetings/${meetingOf('Hussain')}/private`
    await page.goto(`${family}/meetings/${meetingOf('Hussain')}`)
    await isSound(page)
    await link(page, t('rooms:goIn')).click()
    const main = page.getByRole('main')
    await expect(main).toContainText(t('rooms:nobodyReads'))
    await isSound(page)

    const tariqs = await anotherWindow(page, script)
    await signIn(tariqs, 'tariq')
    await tariqs.goto(room)
    await expect(tariqs.getByRole('main')).not.toContainText(words)

    await test.step('nothing, and too much, is told beside the box and what was typed stays', async () => {
      await button(page, t('rooms:send')).click()
      expect(statusOf(page)).toBe(400)
      await expect(page.getByRole('alert').first()).toContainText(t('rooms:nothingWritten'))
      await page.getByLabel(t('rooms:words')).fill(`${words} ${'سوال '.repeat(4_000)}`)
      await button(page, t('rooms:send')).click()
      expect(statusOf(page)).toBe(400)
      await expect(page.getByLabel(t('rooms:words'))).toHaveValue(new RegExp(`^${name}`))
      await isSound(page)
    })

    await test.step('what Aisha writes Tariq reads, at once where his page has its script', async () => {
      await page.getByLabel(t('rooms:words')).fill(words)
      await button(page, t('rooms:send')).click()
      await expect(page.getByText(t('rooms:done.written'))).toBeVisible()
      await expect(main).toContainText(words)
      if (!script) await tariqs.reload()
      await expect(tariqs.getByRole('main')).toContainText(words)
      await isSound(tariqs)
    })

    await test.step('whoever works here finds the page that is not there; data without its page is nobody’s, also not of whoever is inside', async () => {
      const loaders = [`${room}.data`, `${room}?_data=routes%2Ffamily%2Froom`, `${room}/tell?_data=routes%2Ffamily%2Froom-tell`]
      for (const path of loaders) expect((await page.request.get(path, { maxRedirects: 0 })).status(), path).toBe(404)
      for (const who of ['sam', 'omar', 'priya', 'ruth', 'lewis', 'femi', 'grace', 'nia', 'kwame', 'moira', 'ines', 'alex'] as const) {
        const theirs = await anotherWindow(page, script)
        await as(theirs, who)
        for (const path of [room, `${room}/tell`, `${room}/live`, ...loaders]) expect((await theirs.request.get(path, { maxRedirects: 0 })).status(), `${who} ${path}`).toBe(404)
        for (const intent of ['open', 'close', 'write']) expect((await theirs.request.post(room, { headers: { Origin: new URL(page.url()).origin }, form: { form: newId(), intent, words, facilitator: newId() }, maxRedirects: 0 })).status(), `${who} ${intent}`).toBe(404)
        await theirs.context().close()
      }
    })

    await test.step('the database holds nothing that can be read', async () => {
      const sealed = withDatabase((database) => JSON.stringify(database.prepare('select * from room_post').all()))
      expect(sealed.length).toBeGreaterThan(100)
      expect(sealed).not.toMatch(/دوائی|rings the school/)
    })

    await test.step('Tariq takes nothing back of hers; she does, and it is gone', async () => {
      await expect(tariqs.getByRole('main').getByText(en('rooms:takeBack.summary'))).not.toHaveCount(0)
      const mine = main.locator('li').filter({ hasText: words })
      await mine.getByText(t('rooms:takeBack.summary')).click()
      await mine.getByRole('button', { name: t('rooms:takeBack.go') }).click()
      await expect(page.getByText(t('rooms:done.back'))).toBeVisible()
      await expect(main).not.toContainText(words)
      await tariqs.goto(room)
      await expect(tariqs.getByRole('main')).not.toContainText(words)
      await isSound(page)
    })
    await tariqs.close()
  })
})
