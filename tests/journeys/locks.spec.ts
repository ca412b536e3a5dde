import { expect } from '@playwright/test'
import { TOTP } from 'otpauth'
import { demoPassword } from '#db/demo/people.ts'
import { bothWays, button, isSound, link, say, statusOf, test } from './site.ts'
import { addPerson } from './world.ts'

const code = (key: string, steps = 0) => new TOTP({ secret: key.replaceAll(' ', '') }).generate({ timestamp: Date.now() + steps * 30_000 })

bothWays(({ script }) => {
  test('Robin turns codes from an app on, signs in with one and with a spare code, and turns them off', async ({ page }) => {
    const address = script ? 'robin@relatives.example' : 'robin-field@relatives.example'
    addPerson(address)
    const givesPassword = async () => {
      await page.goto('/sign-in?lng=en')
      await page.getByLabel('E-mail address or mobile number').fill(address)
      await page.getByLabel('Password', { exact: true }).fill(demoPassword)
      await button(page, /^Sign in$/).click()
    }
    await givesPassword()
    await expect(page).toHaveURL(/families/)
    await page.goto('/account/security?lng=en')
    await page.getByText('More ways to sign in').click()
    await isSound(page)
    await link(page, 'Codes from an app').click()
    await isSound(page)
    await page.getByLabel('Your password now').fill('not my password')
    await button(page, 'Set it up').click()
    expect(statusOf(page)).toBe(409)
    await isSound(page)
    await page.getByLabel('Your password now').fill(demoPassword)
    await button(page, 'Set it up').click()
    await expect(page.getByRole('img', { name: 'The key as a picture for your camera' })).toBeVisible()
    await isSound(page)
    const key = await page.getByRole('main').locator('code').innerText()
    await page.getByLabel('The code that the app shows').fill('12')
    await button(page, 'Turn it on').click()
    expect(statusOf(page)).toBe(400)
    const used = code(key)
    await page.getByLabel('The code that the app shows').fill(used)
    await button(page, 'Turn it on').click()
    await expect(page.getByText('It is on. You are signed out everywhere else.')).toBeVisible()
    await isSound(page)
    const spares = await page.getByRole('main').locator('li code').allInnerTexts()
    expect(spares).toHaveLength(10)
    await button(page, 'I have written them down').click()
    await expect(page.getByText('Your spare codes are put away.')).toBeVisible()
    await page.goto('/account/security/codes')
    await expect(page.getByRole('main')).toContainText('You have 10 spare codes.')
    await isSound(page)

    for (const given of [code(key, 1), spares[4]!]) {
      await page.goto('/sign-out')
      await button(page, say.en.t('account:signOut.go')).click()
      await givesPassword()
      await expect(page).toHaveURL(/sign-in\/code/)
      await isSound(page)
      expect((await page.goto('/families'))!.url()).toContain('/sign-in/code')
      // The one that turned it on is spent, however much time has passed; the app may show a new one by now.
      await page.getByLabel('The code').fill(used)
      await button(page, 'Go on').click()
      expect(statusOf(page)).toBe(400)
      await page.getByLabel('The code').fill(given)
      await button(page, 'Go on').click()
      await expect(page).toHaveURL(/families/)
    }

    await page.goto('/account/security/codes')
    await expect(page.getByRole('main')).toContainText('You have 9 spare codes.')
    await link(page, 'Turn it off').click()
    await isSound(page)
    await page.getByLabel('Your password now').fill(demoPassword)
    await button(page, 'Turn it off').click()
    await expect(button(page, 'Set it up')).toBeVisible()
  })
})
