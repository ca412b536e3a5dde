import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, link, say, signIn, statusOf, test } from './site.ts'

/** Away from here: nothing leaves this machine in a test. */
async function elsewhere(page: Page): Promise<void> {
  await page.context().route('https://www.bbc.co.uk/**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Weather</title><h1>Sunny</h1>' }))
}

bothWays(({ script }) => {
  test('leaving quickly signs out on the way, and the back button shows nothing', async ({ page }) => {
    await elsewhere(page)
    await signIn(page, 'daniel')
    const family = await familyOf(page)
    await page.goto(`${family}/plan`)
    await page.locator('#exit').click()
    await expect(page).toHaveURL('https://www.bbc.co.uk/weather')
    await page.goBack()
    await expect(page.getByText('Chidi')).toHaveCount(0)
    await page.goto(`${family}/plan`)
    await expect(page).toHaveURL(/\/sign-out$/)
  })

  test('signing out is a button on every page, and ends the session', async ({ page }) => {
    await signIn(page, 'daniel')
    const family = await familyOf(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out')
    await isSound(page)
    await page.goto(family)
    await expect(page).toHaveURL(/\/sign-in/)
  })

  test('another language keeps the page, and is remembered', async ({ page }) => {
    await as(page, 'bethan')
    const family = await familyOf(page)
    await page.goto(`${family}/goals`)
    await expect(page.locator('html')).toHaveAttribute('lang', 'cy')
    await page.getByRole('link', { name: 'English' }).click()
    await expect(page).toHaveURL(new RegExp(`${family}/goals\\?lng=en$`))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Our goals')
    await page.goto(family)
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await page.getByRole('link', { name: 'Cymraeg' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.cy.t('home:hello', { name: 'Bethan' }))
    // The last three were machine-translated, and every page says so.
    await expect(page.getByRole('contentinfo')).toContainText(say.cy.t('common:footer.machineTranslated'))
    await isSound(page)
  })

  test('another family, an unknown thing and an unknown page are the same page', async ({ page }) => {
    await as(page, 'joy')
    const other = await familyOf(page)
    await as(page, 'daniel')
    const own = await familyOf(page)
    const said: string[] = []
    for (const path of [other, `${other}/plan`, `${other}/budget`, `${own}/goals/aaaaaaaaaaaaaaaaaaaa`, `${own}/appointments/x`, '/families/aaaaaaaaaaaaaaaaaaaa', '/desk', '/area/settings', '/no/such/page']) {
      await page.goto(path)
      expect(statusOf(page), path).toBe(404)
      said.push(await page.getByRole('main').innerText())
    }
    expect(new Set(said).size).toBe(1)
    await isSound(page)
  })

  test('a wrong password and an unknown address get the same answer, which keeps the address', async ({ page }) => {
    const said: string[] = []
    for (const who of ['grace@demo.example', 'nobody-at-all@demo.example']) {
      await page.goto('/sign-in')
      await page.getByLabel('E-mail address or mobile number').fill(who)
      await page.getByLabel('Password').fill(`not the password ${String(script)}`)
      await button(page, /^Sign in$/).click()
      expect(statusOf(page)).toBe(400)
      await expect(page.getByLabel('E-mail address or mobile number')).toHaveValue(who)
      await expect(page.getByLabel('Password')).toHaveValue('')
      said.push(await page.getByRole('main').innerText())
    }
    expect(said[0]).toBe(said[1])
    await isSound(page)
  })

  test('whoever forgot a password reads the same, known or not', async ({ page }) => {
    const said: string[] = []
    for (const who of [`unknown-${String(script)}@demo.example`, 'ines@demo.example']) {
      await page.goto('/forgotten')
      await isSound(page)
      await page.getByLabel('E-mail address or mobile number').fill(who)
      await button(page, 'Send me a link').click()
      said.push(await page.getByRole('main').innerText())
    }
    expect(said[0]).toBe(said[1])
    await isSound(page)
  })

  test('the demo lists its people, and a button fills the sign-in form', async ({ page }) => {
    await page.goto('/demo')
    await isSound(page)
    await button(page, 'Sign in as Daniel Okafor').click()
    await expect(page.getByLabel('E-mail address or mobile number')).toHaveValue('daniel@demo.example')
    await button(page, /^Sign in$/).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello Daniel')
  })

  test('the directory is searched by anybody, and a service says what it costs', async ({ page }) => {
    await page.goto('/services')
    await isSound(page)
    await page.getByRole('searchbox').first().fill('swimming')
    await page.getByRole('main').getByRole('button').first().click()
    await expect(page.getByRole('main')).toContainText('Wendle swimming lessons')
    await isSound(page)
    await link(page, /Wendle swimming lessons/).first().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Wendle swimming lessons')
    await expect(page.getByRole('main')).toContainText('£55')
    await isSound(page)
  })
})

test('Shift three times leaves at once; twice, or with another key between, does not', async ({ page }) => {
  await elsewhere(page)
  await signIn(page, 'daniel')
  const family = await familyOf(page)
  await page.keyboard.press('Shift')
  await page.keyboard.press('Shift')
  await page.keyboard.press('a')
  await page.keyboard.press('Shift')
  await page.waitForTimeout(300)
  await expect(page).toHaveURL(family)
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Shift')
  await expect(page).toHaveURL('https://www.bbc.co.uk/weather')
  await page.goto(family)
  await expect(page).toHaveURL(/\/sign-out$/)
})

test('the pages about safety can be left quickly by anybody', async ({ page }) => {
  await elsewhere(page)
  for (const path of ['/staying-safe', '/help']) {
    await page.goto(path)
    await page.locator('#exit').click()
    await expect(page).toHaveURL('https://www.bbc.co.uk/weather')
  }
})
