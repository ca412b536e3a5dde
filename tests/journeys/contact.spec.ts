import { expect } from '@playwright/test'
import { demoPassword } from '#db/demo/people.ts'
import { as, bothWays, button, isSound, link, newestCode, newestMessage, test, tick } from './site.ts'
import { addPerson, forgetsLeaving } from './world.ts'

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
    // A page that was left shows nothing when somebody presses Back.
    if (!script) return
    await page.goto('/account')
    await page.route('https://www.bbc.co.uk/**', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Weather</h1>' }))
    await page.locator('#exit').click()
    await expect(page.getByRole('heading')).toHaveText('Weather')
    await page.goBack()
    await expect(page.locator('body')).not.toContainText('bethan@demo.example')
  })

  test('somebody changes the address they sign in with: it counts with the code that went to it, and the old one is told', async ({ page }) => {
    const [before, after] = ['before', 'after'].map((when) => `robin.${when}.${script ? 's' : 'n'}${Date.now()}@example.org`) as [string, string]
    addPerson(before)
    const signsIn = async (who: string) => {
      await page.context().clearCookies()
      await page.goto('/sign-in?lng=en')
      await page.getByLabel('E-mail address or mobile number').fill(who)
      await page.getByLabel('Password', { exact: true }).fill(demoPassword)
      await page.locator('main form button:not([hidden])').last().click()
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

  test('a link in a message shows nothing before signing in or the safe word, and an unknown one looks the same', async ({ page }) => {
    const address = `robin.link.${script ? 's' : 'n'}${Date.now()}@example.org`
    addPerson(address)
    const signsIn = async (password: string) => {
      await page.getByLabel('E-mail address or mobile number').fill(address)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.locator('main form button:not([hidden])').last().click()
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
