/** Whoever works here lets nobody into private family time: who comes by the co-ordinator's letter waits at its door until somebody of the family is sure of them. */
import { expect } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { refuses, says, send } from './named-fields.ts'
import { anotherWindow, as, bothWays, fitsTheScreen, isSound, newestCode, say, signInAt, statusOf, test } from './site.ts'
import { addFamily, memberOf, opensRecord } from './world.ts'

bothWays(({ script }) => {
  test('Grace prints a letter for a cousin, who reads nothing of private family time until the family lets her in', async ({ page }) => {
    test.setTimeout(120_000)
    const name = script ? 'Castellanos' : 'Bergström'
    const address = `rowan.${script ? 'castellanos' : 'bergstrom'}@relatives.example`
    const noors = `noor.${script ? 'castellanos' : 'bergstrom'}@relatives.example`
    const family = `/families/${addFamily(name, `Rowan ${name}`, address)}`
    const said = 'Between us: the nights are the worst.'
    await signInAt(page, address)

    const meeting = await test.step('Rowan says yes to a family meeting, Sam names Grace, Rowan asks for it', async () => {
      await page.goto(`${family}/meetings`)
      await send(page, 'answer', { answer: 'yes' })
      const sams = await anotherWindow(page, script)
      await as(sams, 'sam')
      opensRecord(demoAddress('sam'), name)
      await sams.goto(`${family}/meetings`)
      await send(sams, 'name', { person: (await sams.locator('.opt', { hasText: 'Grace Lim' }).locator('input').getAttribute('value'))! })
      await says(sams, 'meetings:done.named')
      await sams.context().close()
      await page.goto(`${family}/meetings/new`)
      await send(page, 'ask', { question: 'Who is there at night?' })
      await expect(page).toHaveURL(/done=asked/)
      return new URL(page.url()).pathname
    })

    const graces = await anotherWindow(page, script, { viewport: { width: 360, height: 740 } })
    const letter = await test.step('Grace invites a cousin by letter, in Urdu: it has a picture for the camera, an address and a code', async () => {
      await as(graces, 'grace')
      opensRecord(demoAddress('grace'), name)
      await graces.goto(`${meeting}/guests`)
      await send(graces, 'invite', { by: 'letter', language: 'ur' })
      await refuses(graces, 'name')
      await send(graces, 'invite', { name: 'Noor Ansari', relation: 'cousin', by: 'letter', language: 'ur' })
      await expect(graces).toHaveURL(new RegExp(`${meeting}/letter/[0-9a-z]{20}$`))
      const { t } = say.ur
      const sheet = graces.locator('[lang=ur][dir=rtl]', { hasText: t('people:letter.scan') })
      await expect(sheet.getByRole('img', { name: t('people:letter.picture') })).toBeVisible()
      await expect(sheet).toContainText(t('people:letter.check'))
      await isSound(graces)
      await fitsTheScreen(graces)
      await graces.emulateMedia({ media: 'print' })
      await expect(graces.getByRole('banner')).toBeHidden()
      await expect(sheet).toBeVisible()
      await graces.emulateMedia({ media: null })
      const [at, code] = await graces.getByRole('main').locator('dd strong').allInnerTexts()
      return { path: new URL(`http://${at!.trim()}`).pathname, code: code!.trim() }
    })

    const hers = await anotherWindow(page, false, { locale: 'ur', viewport: { width: 320, height: 640 } })
    await test.step('she joins with the letter and its code, and her own address', async () => {
      await hers.goto(letter.path)
      await send(hers, 'code', { code: letter.code })
      await send(hers, 'address', { who: noors })
      await send(hers, 'code', { code: await newestCode(hers, noors) })
      await send(hers, 'join', { language: 'ur' })
      await hers.getByRole('main').getByRole('button').click()
      await expect(hers).toHaveURL(`${meeting}?done=joined`)
    })

    const room = `${meeting}/private`
    await test.step('Rowan opens private family time, not sure yet that it is her, and writes', async () => {
      await page.goto(room)
      await expect(page.getByRole('main')).toContainText(say.en.t('rooms:door.from', { who: 'Grace Lim' }))
      await isSound(page)
      await send(page, 'open', { facilitator: memberOf(name, `Rowan ${name}`) })
      await says(page, 'rooms:done.open')
      await send(page, 'write', { words: said })
      await says(page, 'rooms:done.written')
    })

    await test.step('she waits at the door, where nothing stands of what was said', async () => {
      await hers.goto(room)
      await expect(hers).toHaveURL(`${room}/door`)
      await says(hers, 'rooms:door.title')
      await expect(hers.locator('html')).toHaveAttribute('dir', 'rtl')
      await expect(hers.getByRole('main')).not.toContainText(said)
      await isSound(hers)
      await fitsTheScreen(hers)
      for (const path of ['/decide', '/tell', '/live']) expect((await hers.request.get(room + path)).status(), path).toBe(404)
    })

    await test.step('Rowan has rung her, and lets her in: she reads what was said', async () => {
      await page.goto(room)
      await expect(page.getByRole('main')).toContainText(say.en.t('rooms:door.invited', { name: 'Noor Ansari', who: 'Grace Lim' }))
      await isSound(page)
      await send(page, 'let-in')
      await says(page, 'rooms:done.let-in')
      await expect(page.getByRole('main')).not.toContainText(say.en.t('rooms:door.waiting'))
      await hers.goto(`${room}/door`)
      await expect(hers).toHaveURL(room)
      await expect(hers.getByRole('main')).toContainText(said)
      expect((await graces.goto(room))!.status()).toBe(404)
    })

    await test.step('once her place is taken back, the next page is gone', async () => {
      await page.goto(`${meeting}/guests`)
      await send(page.locator('li').filter({ hasText: 'Noor Ansari' }), 'withdraw')
      await says(page, 'ready:guests.withdrawn')
      await hers.reload()
      expect(statusOf(hers)).not.toBe(200)
      await expect(hers.locator('body')).not.toContainText(said)
    })
    await Promise.all([graces, hers].map((window) => window.context().close()))
  })
})
