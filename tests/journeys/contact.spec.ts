import { expect, type Page } from '@playwright/test'
import { demoPassword } from '#db/demo/people.ts'
import { as, bothWays, button, isSound, link, newestCode, newestMessage, statusOf, test, tick } from './site.ts'
import { addPerson, forgetsLeaving } from './world.ts'

/** Where leaving quickly leads, without asking the world for it. */
async function withWeather(page: Page) {
  await page.route('https://www.bbc.co.uk/**', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Weather</h1>' }))
}

bothWays(({ name, script }) => {
  test('Tanya changes how she is reached: with her password, nothing lost when it is wrong, and Sam alone reads it', async ({ page }) => {
    const friend = `Carly, ${name}`
    await as(page, 'tanya')
    await page.goto('/account/contact')
    await isSound(page)
    await page.getByLabel('Somebody you trust, whom we may ask instead').fill(friend)
    await page.getByLabel('Whose clocks do you live by?').selectOption({ label: 'Poland' })
    await page.getByLabel('Your password now').fill('not this one')
    await button(page, 'Keep this').click()
    await isSound(page)
    await expect(page.getByLabel('Somebody you trust, whom we may ask instead')).toHaveValue(friend)
    await expect(page.getByLabel('Your password now')).toHaveValue('')
    await page.getByLabel('Your password now').fill(demoPassword)
    await button(page, 'Keep this').click()
    await expect(page.getByRole('alert')).toContainText('We reach you like this from now on.')

    await as(page, 'sam')
    await page.goto('/desk')
    await link(page, 'Tanya Reid').first().click()
    if (page.url().includes('/desk/families/')) {
      await tick(page.getByLabel('They asked me to'))
      await button(page, 'Open the record').click()
    }
    await expect(page.getByRole('main')).toContainText(friend)
    await page.getByLabel('The word that Tanya says').fill('blue kite')
    await button(page, 'Check the word').click()
    await expect(page.getByRole('alert')).toContainText('That is the word of Tanya.')
    await isSound(page)
    const person = new URL(page.url()).pathname
    for (const who of ['joy', 'dean'] as const) {
      await as(page, who)
      await page.goto(person)
      await expect(page.getByRole('main')).not.toContainText('Carly')
    }
  })

  test('before her first page Bethan reads how leaving quickly works, once', async ({ page }) => {
    forgetsLeaving('bethan@demo.example')
    const signsIn = async () => {
      await page.context().clearCookies()
      await page.goto('/sign-in?lng=en')
      await page.locator('main input[name=who]').fill('bethan@demo.example')
      await page.locator('main input[name=password]').fill(demoPassword)
      await page.locator('main form button[type=submit]').last().click()
    }
    await signsIn()
    await expect(page).toHaveURL(/account\/leaving/)
    await isSound(page)
    await page.locator('main form button').click()
    await expect(page).toHaveURL(/\/families\/\w+$/)
    await signsIn()
    await expect(page).toHaveURL(/\/families\/\w+$/)
  })

  test('on a shared phone nothing stays after leaving quickly, and Back shows a page that says nothing', async ({ page }) => {
    const address = `robin.shared.${script ? 's' : 'n'}${Date.now()}@example.org`
    addPerson(address)
    await withWeather(page)
    await page.goto('/sign-in?lng=en')
    await page.getByLabel('E-mail address or mobile number').fill(address)
    await page.getByLabel('Password', { exact: true }).fill(demoPassword)
    await tick(page.getByLabel('This is a shared phone or computer'))
    await button(page, /^Sign in$/).click()
    for (const path of ['/account', '/account/contact', '/account/data']) {
      const answer = await page.goto(path)
      expect(answer!.headers()['cache-control'], path).toBe('no-store')
      await expect(page.locator('body')).toContainText(path === '/account' ? address : 'Robin')
    }
    // The second stop of the Tab key, seen when it has the focus.
    const second = page.locator('a.skip[data-exit]')
    await second.focus()
    await expect(second).toBeInViewport()
    await page.locator('#exit').click()
    await expect(page.getByRole('heading')).toHaveText('Weather')
    const left = (await page.context().cookies()).filter(({ domain }) => domain === 'localhost')
    expect(left.map(({ name, value }) => `${name}=${value}`)).toEqual(['session=left'])
    for (let back = 0; back < 3; back += 1) {
      await page.goBack()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out')
      expect(await page.title()).toBe('You are signed out')
      expect(await page.locator('body').innerText()).not.toMatch(/Family|Plan|Robin|example/)
    }
    await isSound(page)
    if (script) expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0])
  })

  test('somebody changes the address they sign in with: it counts with the code that went to it, and the old one is told', async ({ page }) => {
    const [before, after] = ['before', 'after'].map((when) => `robin.${when}.${script ? 's' : 'n'}${Date.now()}@example.org`) as [string, string]
    addPerson(before)
    const signsIn = async (who: string) => {
      await page.context().clearCookies()
      await page.goto('/sign-in?lng=en')
      await page.getByLabel('E-mail address or mobile number').fill(who)
      await page.getByLabel('Password', { exact: true }).fill(demoPassword)
      await page.locator('main form button[type=submit]').last().click()
    }
    await signsIn(before)
    await page.goto('/account')
    await page.getByRole('link', { name: 'Change E-mail address' }).click()
    await isSound(page)
    const asks = async (password: string) => {
      await page.getByLabel('New e-mail address or mobile number').fill(after)
      await tick(page.getByLabel('Yes'))
      await page.getByLabel('Your password now').fill(password)
      await button(page, 'Send the code').click()
    }
    await asks('not this one')
    await expect(page.getByLabel('New e-mail address or mobile number')).toHaveValue(after)
    await isSound(page)
    await asks(demoPassword)
    await expect(page.getByRole('main')).toContainText(after)
    await isSound(page)
    await page.getByLabel('The code').fill('12')
    await button(page, 'Use it from now on').click()
    await expect(page.getByRole('alert')).toContainText('That is not the code')
    await page.getByLabel('The code').fill(await newestCode(page, after))
    await button(page, 'Use it from now on').click()
    await expect(page.getByRole('alert')).toContainText('Your new address counts from now on.')
    expect(await newestMessage(page, before, /./)).toContain('The way we write to you was changed')
    await signsIn(before)
    await expect(page).toHaveURL(/sign-in/)
    await signsIn(after)
    await expect(page).not.toHaveURL(/sign-in/)
  })

  test('somebody takes one of their two addresses away, and then cannot take the other', async ({ page }) => {
    const [address, number] = [`robin.two.${script ? 's' : 'n'}@example.org`, script ? '+447700900161' : '+447700900162']
    addPerson(address, undefined, 'Robin Two', number)
    const signsIn = async (who: string) => {
      await page.context().clearCookies()
      await page.goto('/sign-in?lng=en')
      await page.getByLabel('E-mail address or mobile number').fill(who)
      await page.getByLabel('Password', { exact: true }).fill(demoPassword)
      await page.locator('main form button[type=submit]').last().click()
    }
    await signsIn(address)
    await page.goto('/account/contact/address')
    await link(page, 'Take it away E-mail address').click()
    await isSound(page)
    await button(page, 'Take it away').click()
    expect(statusOf(page)).toBe(400)
    await page.getByLabel('Your password now').fill('not this one')
    await button(page, 'Take it away').click()
    expect(statusOf(page)).toBe(409)
    await isSound(page)
    await page.getByLabel('Your password now').fill(demoPassword)
    await button(page, 'Take it away').click()
    await expect(page.getByRole('alert')).toContainText('You sign in with the other one from now on.')
    await expect(page.getByRole('main')).not.toContainText(address)
    await expect(page.getByRole('link', { name: /Take it away/ })).toHaveCount(0)
    await isSound(page)
    await page.goto('/account/contact/address?remove=text')
    await expect(button(page, 'Take it away')).toHaveCount(0)
    expect(await newestMessage(page, number, /./)).toContain('The way we write to you was changed')
    await signsIn(address)
    await expect(page).toHaveURL(/sign-in/)
    await signsIn(number)
    await expect(page).not.toHaveURL(/sign-in/)
  })

  test('a link in a message shows nothing before signing in or the safe word, and an unknown one looks the same', async ({ page }) => {
    const address = `robin.link.${script ? 's' : 'n'}${Date.now()}@example.org`
    addPerson(address)
    const signsIn = async (password: string) => {
      await page.getByLabel('E-mail address or mobile number').fill(address)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.locator('main form button[type=submit]').last().click()
    }
    await page.goto('/sign-in?lng=en')
    await signsIn(demoPassword)
    await page.goto('/account/contact')
    await page.getByLabel('A word that proves it is you').fill('green lamp')
    await page.getByLabel('Your password now').fill(demoPassword)
    await button(page, 'Keep this').click()
    await expect(page.getByRole('alert')).toContainText('We reach you like this from now on.')
    await page.goto('/account/security')
    await page.getByLabel('Your password now').fill(demoPassword)
    await page.getByLabel('New password').fill('our other plan')
    await page.locator('main form').filter({ has: page.getByLabel('New password') }).locator('button[type=submit]').last().click()
    await expect(page.getByRole('alert')).toContainText('Your new password is set.')

    const message = await newestMessage(page, address, /\/n\//)
    expect(message).toContain('You have a new message')
    expect(message).not.toContain('password')
    const there = new URL(/https?:\S+\/n\/[\w-]+/.exec(message)![0]).pathname
    await page.context().clearCookies()
    const shown: string[] = []
    for (const where of ['/n/unknown', there]) {
      await page.goto(`${where}?lng=en`)
      await isSound(page)
      expect(await page.title()).toBe('A message for you')
      await page.getByLabel('Or say your safe word').fill('red lamp')
      await button(page, 'Show the sentence').click()
      await expect(page.getByRole('alert')).toContainText('That is not the word')
      shown.push((await page.locator('body').innerText()).trim())
    }
    expect(shown[1]).toBe(shown[0])
    expect(shown[1]).not.toMatch(/Family|Plan|Robin|password/)
    await page.getByLabel('Or say your safe word').fill('Green Lamp')
    await button(page, 'Show the sentence').click()
    await expect(page.getByRole('main')).toContainText('Your password was changed.')
    await expect(page.locator('main a')).toHaveCount(0)
    await isSound(page)
    await page.goto(there)
    await link(page, 'Sign in to read it').click()
    await signsIn('our other plan')
    await expect(page.getByRole('main')).toContainText('Your password was changed.')
    await link(page, 'Go on').click()
    await expect(page).toHaveURL(/account\/security/)
  })
})

test('Shift is counted aloud: how often still, that it was too late, and nothing for a capital letter', async ({ page }) => {
  test.setTimeout(30_000)
  await withWeather(page)
  await page.goto('/staying-safe?lng=en')
  const said = page.getByRole('status')
  await page.keyboard.press('Shift')
  await expect(said).toHaveText('Press Shift two more times to leave this page.')
  await page.keyboard.press('Shift')
  await expect(said).toHaveText('Press Shift once more to leave this page.')
  await expect(said).toHaveText('That was too slow. You are still on this page.', { timeout: 7_000 })
  await page.keyboard.press('Shift')
  await page.keyboard.press('Shift+A')
  await expect(said).toHaveText('')
  await page.locator('a.skip[data-exit]').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading')).toHaveText('Weather')
})

test('whoever chose to stay signed in is so on their own phone after leaving quickly', async ({ page }) => {
  const address = `robin.stays.${Date.now()}@example.org`
  addPerson(address)
  await withWeather(page)
  await page.goto('/sign-in?lng=en')
  await page.getByLabel('E-mail address or mobile number').fill(address)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await button(page, /^Sign in$/).click()
  await page.goto('/account')
  await link(page, 'Leaving this site quickly').click()
  await isSound(page)
  await tick(page.getByLabel('Keep me signed in on my own phone or computer'))
  await button(page, 'I understand').click()
  await page.goto('/account')
  await page.locator('#exit').click()
  await expect(page.getByRole('heading')).toHaveText('Weather')
  await page.goto('/account')
  await expect(page.getByRole('main')).toContainText(address)
})
