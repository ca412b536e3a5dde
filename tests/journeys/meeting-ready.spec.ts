import { expect, type Page } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, newestCode, newestMessage, say, statusOf, test, tick } from './site.ts'
import { meetingOf, opensRecord } from './world.ts'

/** The link in the newest message to an address, as a path of this site. */
async function newestLink(page: Page, address: string): Promise<string> {
  const text = await newestMessage(page, address, /https?:\/\/\S+\/join\/\S+/)
  return new URL(/https?:\/\/\S+/.exec(text)![0]).pathname
}

bothWays(({ script }) => {
  test('Marta invites a friend to the family meeting; she comes in by link and code with the script blocked, says what she needs and what suits her; Grace sees to it; taken back, nothing is there for her', async ({ page }) => {
    test.setTimeout(120_000)
    const [pl, en] = [say.pl.t, say.en.t]
    const name = script ? 'Renata Wilk' : 'Dorota Lis'
    const address = `${name.split(' ')[0]!.toLowerCase()}@relatives.example`
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, 'marta')
    const family = await familyOf(page)
    const meeting = `${family}/meetings/${meetingOf('Kowalczyk-Bailey')}`

    await test.step('Marta adds her and invites her in one step, with her own name in it', async () => {
      await page.goto(meeting)
      await isSound(page)
      await link(page, pl('ready:guests.link')).click()
      await isSound(page)
      await button(page, pl('people:invite.go')).click()
      expect(statusOf(page)).toBe(400)
      await isSound(page)
      await page.getByLabel(pl('people:new.name')).fill(name)
      await page.getByLabel(pl('people:new.relation')).fill('koleżanka')
      await page.getByLabel(pl('people:invite.address')).fill(address)
      await tick(page.getByLabel('English'))
      await tick(page.getByLabel(pl('ready:guests.name')))
      await button(page, pl('people:invite.go')).click()
      await expect(page.getByText(pl('ready:guests.invited'))).toBeVisible()
      await isSound(page)
    })

    const hers = await anotherWindow(page, false)
    await hers.setViewportSize({ width: 360, height: 740 })
    const invitation = await newestLink(hers, address)
    await test.step('the message says who, and whom to ring; the link tells nothing before the code', async () => {
      expect(await newestMessage(hers, address, /join/)).toMatch(/Marta Kowalczyk[\s\S]*01632 960 000/)
      await hers.goto(invitation)
      await expect(hers.getByRole('main')).not.toContainText('Kowalczyk')
      await button(hers, en('account:join.send')).click()
      await hers.getByLabel('The code').fill(await newestCode(hers, address))
      await button(hers, 'Go on').click()
      await expect(hers.getByRole('main')).toContainText('for this meeting only')
      await isSound(hers)
      await button(hers, en('account:join.go')).click()
      await button(hers, 'I understand').click()
      await expect(hers).toHaveURL(new RegExp(`${meeting}\\?done=joined$`))
      await expect(hers.getByRole('main')).toContainText('Kto pomoże rano')
      await isSound(hers)
    })

    await test.step('she says how she takes part and what she needs, and which times suit her; of the others she reads nothing', async () => {
      await link(hers, en('ready:part.say')).click()
      await button(hers, en('ready:part.save')).click()
      expect(statusOf(hers)).toBe(400)
      await tick(hers.locator('input[name=how][value=room]'))
      await tick(hers.locator('input[name=needs][value=fare]'))
      await hers.getByLabel(en('ready:needs.more.fare')).fill('From the bus station')
      await button(hers, en('ready:part.save')).click()
      await expect(hers.getByText(en('ready:part.done'))).toBeVisible()
      await expect(hers.getByRole('main')).not.toContainText('Zosia (9)')
      await isSound(hers)
      await hers.goto(`${meeting}/times`)
      await tick(hers.locator('input[type=radio][value=yes]').first())
      await button(hers, en('ready:marks.save')).click()
      await expect(hers.getByText(en('ready:times.done.marked'))).toBeVisible()
      await expect(hers.getByRole('main')).not.toContainText('Halina')
      await isSound(hers)
    })

    await test.step('her home page begins with the meeting; pages that get it ready are not hers', async () => {
      await hers.goto(family)
      await expect(hers.getByRole('main').getByRole('heading', { level: 2 }).first()).toHaveText(en('ready:home.title'))
      await isSound(hers)
      for (const path of ['/ready', '/sitting/1', '/guests']) expect((await hers.goto(meeting + path))!.status(), path).toBe(404)
    })

    await test.step('Grace reads what she needs and what suits her, and says what is arranged', async () => {
      const graces = await anotherWindow(page, script)
      await as(graces, 'grace')
      opensRecord('grace@demo.example', 'Kowalczyk-Bailey')
      await graces.goto(`${meeting}/ready`)
      await isSound(graces)
      const card = graces.locator('section').filter({ hasText: name }).filter({ hasText: 'From the bus station' })
      await card.getByLabel(en('ready:arranged.how')).fill('A day ticket, at the door')
      await card.getByRole('button', { name: en('ready:arranged.go') }).click()
      await expect(graces.getByText(en('ready:ready.done'))).toBeVisible()
      await graces.goto(`${meeting}/times?sitting=1`)
      await expect(graces.getByRole('main')).toContainText(name)
      await isSound(graces)
      await graces.goto(`${meeting}/sitting/1`)
      await isSound(graces)
      await graces.context().close()
      await hers.goto(`${meeting}/part`)
      await expect(hers.getByRole('main')).toContainText('A day ticket, at the door')
    })

    await test.step('Marta takes it back: on the next request nothing is there, and the link was used', async () => {
      await page.goto(`${meeting}/guests`)
      await button(page, new RegExp(`${pl('ready:guests.withdraw')}.*${name}`)).click()
      await expect(page.getByText(pl('ready:guests.withdrawn'))).toBeVisible()
      expect((await hers.goto(meeting))!.status()).toBe(404)
      expect((await hers.goto(invitation))!.status()).toBe(404)
      await hers.context().close()
    })
  })
})
