import { expect, type Page } from '@playwright/test'
import type { Lang } from '#app/i18n/lang.ts'
import { refuses, says, send, wordsOf } from './named-fields.ts'
import { anotherWindow, as, familyOf, fitsTheScreen, isSound, link, newestCode, newestMessage, statusOf, test } from './site.ts'
import { endSession, meetingOf } from './world.ts'

const guests: readonly { lang: Lang; name: string; address: string }[] = [
  { lang: 'en', name: 'Brenda Novak', address: 'brenda@relatives.example' },
  { lang: 'ur', name: 'Shazia Anwar', address: 'shazia@relatives.example' },
]

/** From the page for signing in to the code that goes to an address, and in. */
async function byCode(window: Page, address: string): Promise<void> {
  const t = await wordsOf(window)
  await isSound(window)
  await fitsTheScreen(window)
  await link(window, t('account:signIn.noPassword')).click()
  await isSound(window)
  await send(window, 'send', { who: 'not an address' })
  await refuses(window, 'who', { who: 'not an address' })
  await send(window, 'send', { who: address })
  expect(statusOf(window)).toBe(200)
  await says(window, 'account:back.sent')
  await isSound(window)
  await fitsTheScreen(window)
  await send(window, 'give', { code: '000000' })
  await refuses(window, 'code')
  await isSound(window)
  await send(window, 'give', { code: await newestCode(window, address) })
}

for (const { lang, name, address } of guests) {
  test(`a relative who never chose a password comes back to the family meeting by a code, without a script, in ${lang}`, async ({ page }) => {
    test.setTimeout(120_000)
    await as(page, 'marta')
    const meeting = `${await familyOf(page)}/meetings/${meetingOf('Kowalczyk-Bailey')}`
    await page.goto(`${meeting}/guests`)
    await send(page, 'invite', { name, relation: 'ciocia', by: 'message', address, language: lang })
    await expect(page).toHaveURL(/done=invited/)

    const hers = await anotherWindow(page, false, { locale: lang, viewport: { width: 360, height: 740 } })
    await test.step('she joins by the link and a code', async () => {
      await hers.goto(new URL(/https?:\/\/\S+\/join\/\S+/.exec(await newestMessage(hers, address, /\/join\//))![0]).pathname)
      await send(hers, 'send')
      await send(hers, 'code', { code: await newestCode(hers, address) })
      await send(hers, 'join', { language: lang })
      await hers.getByRole('main').getByRole('button').click()
      await expect(hers).toHaveURL(`${meeting}?done=joined`)
    })

    await test.step('quiet minutes later her phone shows a page that names nothing; from there she comes in by a code', async () => {
      await endSession(hers)
      await hers.goto(meeting)
      await expect(hers).toHaveURL('/sign-out')
      await hers.getByRole('main').getByRole('link').click()
      await byCode(hers, address)
      expect((await hers.goto(meeting))!.status()).toBe(200)
    })

    await test.step('days later, in a browser that knows nothing of her, the address of the meeting leads there again', async () => {
      await hers.context().clearCookies()
      await hers.goto(`${meeting}?lng=${lang}`)
      await expect(hers).toHaveURL(/\/sign-in\?to=/)
      await byCode(hers, address)
      await expect(hers).toHaveURL(new RegExp(`${meeting}(\\?|$)`))
      await expect(hers.locator('html')).toHaveAttribute('lang', lang)
    })
    await hers.context().close()
  })
}
