import { expect, type Page } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, newestCode, newestMessage, say, statusOf, test, tick } from './site.ts'
import { endLinksTo } from './world.ts'

/** The link in the newest message to an address, as a path of this site. */
async function newestLink(page: Page, address: string): Promise<string> {
  const text = await newestMessage(page, address, /https?:\/\/\S+\/\S+/)
  return new URL(/https?:\/\/\S+/.exec(text)![0]).pathname
}

const password = 'green kettle on the hill'

bothWays(({ script }) => {
  test('Aisha invites an uncle; he proves himself by link and code, and sees only what is shared with him', async ({ page }) => {
    const { t } = say.ur
    const uncle = script ? 'Bilal Hussain' : 'Kareem Hussain'
    const address = `${uncle.split(' ')[0]!.toLowerCase()}@relatives.example`
    await as(page, 'aisha')
    const family = await familyOf(page)

    await test.step('she adds him to their network and invites him by e-mail', async () => {
      await page.goto(`${family}/people`)
      await isSound(page)
      await page.getByRole('main').getByRole('link', { name: t('people:add'), exact: true }).click()
      await isSound(page)
      await page.getByLabel(t('people:new.name')).fill(uncle)
      await page.getByLabel(t('people:new.relation')).fill('تایا')
      await button(page, t('people:new.go')).click()
      await expect(page.getByRole('heading', { level: 1 })).toContainText(uncle)
      await isSound(page)
      await page.getByLabel(t('people:invite.address')).fill(address)
      await tick(page.getByLabel('English'))
      await button(page, t('people:invite.go')).click()
      await expect(page.getByText(t('people:done.invited'))).toBeVisible()
      await isSound(page)
    })

    const his = await anotherWindow(page, script)
    const invitation = await newestLink(his, address)
    await test.step('he opens the link, which tells nothing of the family before his code is right', async () => {
      await his.goto(invitation)
      await expect(his.getByRole('main')).not.toContainText('Hussain')
      await isSound(his)
      await button(his, 'Send me a code').click()
      await his.getByLabel('The code').fill('000000')
      await button(his, 'Go on').click()
      await expect(his.getByRole('alert').filter({ hasText: 'There is a problem' })).toContainText('That is not the code.')
      await expect(his.getByRole('main')).not.toContainText('Hussain')
      await his.getByLabel('The code').fill(await newestCode(his, address))
      await button(his, 'Go on').click()
      await expect(his.getByRole('main')).toContainText('Aisha')
    })

    await test.step('he needs no password to be in', async () => {
      await isSound(his)
      await button(his, 'Join').click()
      await expect(his).toHaveURL(/account\/leaving/)
      await button(his, 'I understand').click()
      await expect(his).toHaveURL(`${family}?done=joined`)
      await expect(his.getByText('Welcome. You are in.')).toBeVisible()
    })

    await test.step('nothing is shared with him yet, and he sees no money, no goals, no visits', async () => {
      for (const path of ['', '/plan', '/goals', '/appointments', '/people']) {
        expect((await his.goto(family + path))!.status(), path).toBe(200)
        const said = await his.getByRole('main').innerText()
        for (const kept of ['£', 'ثنا', 'میں صبح', 'Imran’s own', 'Say when it is too much', 'Have one afternoon', 'Kwame', 'ہم ایک دوسرے']) expect(said, `${kept} on ${path}`).not.toContain(kept)
      }
      for (const path of ['/budget', '/budget/statement', '/goals/new', '/people/invite', '/appointments/book']) expect((await his.goto(family + path))!.status(), path).toBe(404)
    })

    await test.step('his link works once', async () => {
      const other = await anotherWindow(page, script)
      await other.goto(invitation)
      expect(statusOf(other)).toBe(404)
      await expect(other.getByRole('heading', { level: 1 })).toHaveText('This link has been used or is too old')
      await other.context().close()
    })

    await test.step('to come back he can set a password by a link, which also works once', async () => {
      await his.context().clearCookies()
      await his.goto('/sign-in')
      await his.getByRole('link', { name: 'I cannot remember my password' }).click()
      await his.getByLabel('E-mail address or mobile number').fill(address)
      await button(his, 'Send me a link').click()
      await expect(his.getByRole('main')).toContainText('If we know this address, a link is on its way to you.')
      const reset = await newestLink(his, address)
      await his.goto(reset)
      await his.getByLabel('New password').fill('too short')
      await button(his, 'Set my password').click()
      expect(statusOf(his)).toBe(400)
      await expect(his.getByLabel('New password')).toHaveValue('')
      await his.getByLabel('New password').fill(password)
      await button(his, 'Set my password').click()
      await expect(his.getByRole('main')).toContainText('Your new password is set.')
      await his.getByLabel('E-mail address or mobile number').fill(address)
      await his.getByLabel('Password').fill(password)
      await button(his, /^Sign in$/).click()
      await expect(his).toHaveURL(family)
      expect((await his.goto(reset))!.status()).toBe(404)
    })

    await test.step('Aisha ends his access, and from that moment he sees nothing', async () => {
      await page.goto(`${family}/people`)
      await link(page, uncle).click()
      await isSound(page)
      await page.getByText(t('people:end.title', { name: uncle.split(' ')[0]! })).click()
      await button(page, t('people:end.go')).click()
      await expect(page.getByText(t('people:done.ended'))).toBeVisible()
      expect((await his.goto(family))!.status()).toBe(404)
      await his.goto('/families')
      await expect(his.getByRole('main')).toContainText('No family')
    })
    await his.context().close()
  })

  test('an invitation that is too old is a page that says what to do, and the same as for a link that never was', async ({ page }) => {
    const address = `late-${script ? 'with' : 'without'}@relatives.example`
    await as(page, 'daniel')
    const family = await familyOf(page)
    await page.goto(`${family}/people/invite`)
    await page.getByLabel('Their name').fill('Grace Okafor')
    await page.getByLabel('Who they are to you').fill('sister')
    await button(page, 'Add them').click()
    await page.getByLabel('Their e-mail address or mobile number').fill(address)
    await button(page, 'Invite them').click()
    await expect(page.getByText('The invitation is on its way.')).toBeVisible()
    const hers = await anotherWindow(page, script)
    const invitation = await newestLink(hers, address)
    endLinksTo(address)
    const pages: string[] = []
    for (const path of [invitation, '/join/abcdefghijklmnopqrstuvwxyz234567']) {
      await hers.goto(path)
      expect(statusOf(hers)).toBe(404)
      pages.push(await hers.getByRole('main').innerText())
    }
    expect(pages[0]).toBe(pages[1])
    await isSound(hers)
    await hers.context().close()
    await page.goto(`${family}/people`)
    await link(page, 'Grace Okafor').click()
    await page.getByText('End the access of Grace').click()
    await button(page, 'End their access').click()
    await expect(page.getByText('They no longer see anything here.')).toBeVisible()
  })
})

test('Tariq sees what Aisha shares with him by name, and nothing else of the family', async ({ page }) => {
  await as(page, 'tariq')
  const family = await familyOf(page)
  await isSound(page)
  await page.goto(`${family}/goals`)
  await expect(page.getByRole('main')).toContainText('ثنا روز وقت پر سکول پہنچے')
  await isSound(page)
  await page.goto(`${family}/plan`)
  await expect(page.getByRole('main')).toContainText('تارق ماموں ہمیشہ فون اٹھاتے ہیں۔')
  for (const path of ['', '/plan', '/plan/print', '/goals', '/appointments', '/people', '/meetings']) {
    await page.goto(family + path)
    const said = await page.getByRole('main').innerText()
    for (const kept of ['£', 'میں صبح تھکی', 'Say when it is too much', 'Have one afternoon a week', 'Ring Aisha every second Monday', 'young carer', 'ہم ایک دوسرے کا خیال']) expect(said, `${kept} on ${path}`).not.toContain(kept)
    await isSound(page)
  }
})

test('Dean sees what concerns the school, and no trace of what is kept from him: not a word, not a count, not an id', async ({ page }) => {
  await as(page, 'dean')
  const family = await familyOf(page)
  await page.goto(`${family}/goals`)
  await expect(page.getByRole('main')).toContainText('Eli settles at his new school')
  const kept = ['Denise', 'knee', 'front door', 'housing adviser', 'bed of their own', 'bunk', 'Kinship', '£', 'Which size', 'Winston takes Eli', 'Sunday dinner', 'I read to Maya', 'mentor']
  for (const path of ['', '/plan', '/plan/print', '/goals', '/appointments', '/people', '/meetings']) {
    await page.goto(family + path)
    const said = await page.getByRole('main').innerText()
    for (const one of kept) expect(said.toLowerCase(), `${one} on ${path}`).not.toContain(one.toLowerCase())
    await isSound(page)
  }

  await test.step('what is there and not his, and what is not there at all, answer alike', async () => {
    const tanya = await anotherWindow(page)
    await as(tanya, 'tanya')
    await tanya.goto(`${family}/goals`)
    const hers = await tanya.getByRole('link', { name: 'My own front door by the summer' }).getAttribute('href')
    await tanya.goto(`${family}/appointments`)
    const visit = await tanya.getByRole('main').locator(`a[href^="${family}/appointments/"]:not([href$="/book"])`).first().getAttribute('href')
    await tanya.context().close()
    for (const path of [hers!, visit!, `${family}/budget`, `${family}/budget/requests/new`]) {
      const [is, isNot] = [await textAt(page, path), await textAt(page, `${family}/goals/aaaaaaaaaaaaaaaaaaaa`)]
      expect(is, path).toEqual(isNot)
      expect(is.status).toBe(404)
    }
  })
})

async function textAt(page: Page, path: string): Promise<{ status: number; text: string }> {
  const answer = await page.goto(path)
  return { status: answer!.status(), text: await page.locator('body').innerText() }
}
