import { expect, type CDPSession, type Page } from '@playwright/test'
import { demoPassword } from '#db/demo/people.ts'
import { anotherWindow, as, button, isSound, link, newestCode, say, statusOf, test, tick } from './site.ts'
import { addPerson } from './world.ts'

/** A phone that is opened by its person's finger, in the browser: WebAuthn's own way of testing. */
async function aPhone(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  return { cdp, id: authenticatorId }
}

async function givesPassword(page: Page, address: string): Promise<void> {
  await page.goto('/sign-in?lng=en')
  await page.getByLabel('E-mail address or mobile number').fill(address)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await button(page, /^Sign in$/).click()
}

async function signsOut(page: Page): Promise<void> {
  await page.goto('/sign-out')
  await button(page, say.en.t('account:signOut.go')).click()
}

async function addsPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/account/security')
  await link(page, 'Add a passkey').click()
  await isSound(page)
  await page.getByLabel('What shall we call it?').fill(name)
  await button(page, 'Add a passkey').click()
  await expect(page.getByText('Your passkey is added. You are signed out everywhere else.')).toBeVisible()
  await isSound(page)
}

test('Robin adds a passkey, signs in with it, gives it another name and takes it away', async ({ page }) => {
  const address = 'robin-passkey@relatives.example'
  addPerson(address)
  const phone = await aPhone(page)
  await givesPassword(page, address)
  await expect(page).toHaveURL(/families/)
  await addsPasskey(page, 'my phone')
  await expect(page.getByRole('main')).toContainText('my phone')
  await expect(page.getByRole('main')).toContainText('Not used yet.')
  await signsOut(page)

  await page.goto('/sign-in?to=%2Faccount')
  await isSound(page)
  await button(page, 'Sign in with a passkey').click()
  await expect(page).toHaveURL(/\/account$/)
  await page.goto('/account/security')
  await expect(page.getByRole('main')).toContainText('Last used')
  await link(page, 'Change or take away my phone').click()
  await isSound(page)
  await page.getByLabel('What shall we call it?').fill('old phone')
  await button(page, 'Keep this name').click()
  await expect(page.getByText('It has its new name.')).toBeVisible()
  await link(page, 'Change or take away old phone').click()
  await button(page, 'Take it away').click()
  await expect(page.getByText('The passkey is taken away.')).toBeVisible()
  await signsOut(page)

  // The phone still has it, and the site no longer knows it.
  await page.goto('/sign-in')
  await button(page, 'Sign in with a passkey').click()
  await expect(page.getByText('This passkey opens nothing here. Try another way.').first()).toBeVisible()
  expect(statusOf(page)).toBe(400)
  await isSound(page)
  await phone.cdp.send('WebAuthn.setUserVerified', { authenticatorId: phone.id, isUserVerified: false })
  await button(page, 'Sign in with a passkey').click()
  await expect(page.getByText('That did not work, or was stopped.')).toBeVisible()
})

test('a helper signs in with a passkey alone, and after the password with it in place of a code', async ({ page }) => {
  const address = 'robin-helps@council.example'
  addPerson(address, 'practitioner')
  await aPhone(page)
  await givesPassword(page, address)
  await page.getByLabel('The code').fill(await newestCode(page, address))
  await button(page, 'Go on').click()
  await expect(page).toHaveURL(/desk/)
  await addsPasskey(page, '')
  await expect(page.getByRole('main')).toContainText('A passkey')
  await signsOut(page)
  await page.goto('/sign-in')
  await button(page, 'Sign in with a passkey').click()
  await expect(page).toHaveURL(/desk/)
  await signsOut(page)
  await givesPassword(page, address)
  await expect(page).toHaveURL(/sign-in\/code/)
  await isSound(page)
  await button(page, 'Use my passkey').click()
  await expect(page).toHaveURL(/desk/)
})

test('an administrator lets a helper set up anew who has lost everything', async ({ page }) => {
  const address = 'robin-lost@council.example'
  addPerson(address, 'practitioner', 'Robin Lost')
  await aPhone(page)
  await givesPassword(page, address)
  await page.getByLabel('The code').fill(await newestCode(page, address))
  await button(page, 'Go on').click()
  await addsPasskey(page, 'lost phone')

  const desk = await anotherWindow(page)
  await as(desk, 'alex')
  await desk.goto('/area/people')
  await link(desk, 'Cannot get in any more (Robin Lost)').click()
  await isSound(desk)
  await button(desk, 'Let them set up anew').click()
  expect(statusOf(desk)).toBe(400)
  await isSound(desk)
  await tick(desk.getByLabel('I have seen or rung them myself, and I am sure that it is them'))
  await button(desk, 'Let them set up anew').click()
  await expect(desk.getByText('They can set up a new lock at their next sign-in.')).toBeVisible()
  await desk.context().close()

  expect((await page.goto('/desk'))!.url()).toContain('/sign-in')
  await button(page, 'Sign in with a passkey').click()
  await expect(page.getByText('This passkey opens nothing here.').first()).toBeVisible()
  await givesPassword(page, address)
  await page.getByLabel('The code').fill(await newestCode(page, address))
  await button(page, 'Go on').click()
  await expect(page).toHaveURL(/desk/)
})

test('an administrator signs a helper out everywhere, and somebody who rang', async ({ page }) => {
  const [address, relative] = ['robin-signed-in@council.example', 'robin-rang@relatives.example']
  addPerson(address, 'practitioner', 'Robin Signed-in')
  addPerson(relative)
  await givesPassword(page, address)
  await page.getByLabel('The code').fill(await newestCode(page, address))
  await button(page, 'Go on').click()
  await expect(page).toHaveURL(/desk/)
  const theirs = await anotherWindow(page)
  await givesPassword(theirs, relative)
  await expect(theirs).toHaveURL(/families/)

  const desk = await anotherWindow(page)
  await as(desk, 'alex')
  await desk.goto('/area/people')
  await link(desk, 'Sign them out everywhere (Robin Signed-in)').click()
  await isSound(desk)
  await button(desk, 'Sign them out').first().click()
  await expect(desk.getByText('They are signed out everywhere. We have told them.')).toBeVisible()
  expect((await page.goto('/desk'))!.url()).toContain('/sign-in')

  const rang = desk.locator('details', { hasText: 'Somebody rang' })
  await rang.locator('summary').click()
  await rang.getByLabel('The e-mail address or mobile number').fill('who?')
  await rang.getByRole('button', { name: 'Sign them out' }).click()
  expect(statusOf(desk)).toBe(400)
  await isSound(desk)
  await expect(rang.getByLabel('The e-mail address or mobile number')).toHaveValue('who?')
  for (const typed of ['nobody@relatives.example', relative]) {
    if (!(await rang.getByLabel('The e-mail address or mobile number').isVisible())) await rang.locator('summary').click()
    await rang.getByLabel('The e-mail address or mobile number').fill(typed)
    await tick(rang.getByLabel('I have spoken to them myself'))
    await rang.getByRole('button', { name: 'Sign them out' }).click()
    await expect(desk.getByText('Whoever signs in with that address is signed out everywhere.')).toBeVisible()
  }
  expect((await theirs.goto('/families'))!.url()).toContain('/sign-in')
})

test('without the script the pages say what to do instead', async ({ page }) => {
  const address = 'robin-noscript@relatives.example'
  addPerson(address)
  const other = await anotherWindow(page, false)
  await givesPassword(other, address)
  await expect(button(other, 'Sign in with a passkey')).toHaveCount(0)
  await other.goto('/account/security/passkeys')
  await isSound(other)
  await expect(other.getByText('This needs a browser that knows passkeys and runs scripts, and this one does not.')).toBeVisible()
  await expect(button(other, 'Add a passkey')).toBeHidden()
  await link(other, 'Codes from an app').click()
  await expect(other).toHaveURL(/security\/codes/)
  await other.context().close()
})
