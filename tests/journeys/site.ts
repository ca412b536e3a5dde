/** What the journeys share: who signs in, the words of a page in its language, and what is asked of every page they visit. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test as base, type BrowserContextOptions, type Locator, type Page, type Response } from '@playwright/test'
import axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import { wordsFor } from '#app/i18n/words.server.ts'
import { demoAddress, demoPassword, type DemoKey } from '#db/demo/people.ts'

/** Words and formats of each language, as the site has them. */
export const say = { en: wordsFor('en'), cy: wordsFor('cy'), pl: wordsFor('pl'), ur: wordsFor('ur') } as const

const html = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // Our phone numbers are links of their own on their line.
    'tel-non-breaking': 'off',
    // React writes a boolean attribute as empty text and void elements with a slash; both are valid.
    'attribute-boolean-style': 'off',
    'void-style': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
  },
})

/** The documents a page was sent, newest last: as they were sent, before the browser mended them. */
const documents = new WeakMap<Page, Response>()

const scriptless = new WeakSet<Page>()

/** Remembers what a page is sent. `test` does it for its own page; a page opened by hand needs it once. */
export function followed(page: Page): Page {
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame() && response.status() !== 303) documents.set(page, response)
  })
  return page
}

/** Playwright's test, whose page also fails on anything that the browser complains of: a blocked script, a fault in ours. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page, javaScriptEnabled }, use) => {
    if (javaScriptEnabled === false) scriptless.add(page)
    const complaints = complaintsOf(page)
    await use(followed(page))
    expect(complaints, 'what the browser complained of').toEqual([])
  },
})

/** What the browser will complain of on a page, as it comes. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (said) => {
    // The browser says this of every answer that is no 2xx, also where that is right.
    if (said.type() === 'error' && !said.text().startsWith('Failed to load resource')) complaints.push(said.text())
  })
  return complaints
}

/** The same journeys with the script blocked and with it. */
export function bothWays(journeys: (way: { script: boolean; name: string }) => void): void {
  for (const script of [false, true]) {
    const name = script ? 'with the script' : 'without a script'
    test.describe(name, () => {
      test.use({ javaScriptEnabled: script })
      journeys({ script, name })
    })
  }
}

/** Signs in by the forms, with the code from the demo's outbox for people who help. A session of one's own. */
export async function signIn(page: Page, key: DemoKey): Promise<void> {
  await alone(key, () => signInAt(page, demoAddress(key)))
}

/** Signs in whoever has the address and the demo's password. */
export async function signInAt(page: Page, address: string): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('main input[name=who]').fill(address)
  await page.locator('main input[name=password]').fill(demoPassword)
  await page.locator('main form button[type=submit]').last().click()
  if (page.url().includes('/sign-in/code')) {
    await page.locator('main input[name=code]').fill(await newestCode(page, address))
    await page.locator('main form button').first().click()
  }
  await expect(page).not.toHaveURL(/sign-in/)
}

const sixDigits = /(?<!\d)\d{6}(?!\d)/

/** The newest one-time code that was sent to an address. */
export async function newestCode(page: Page, address: string): Promise<string> {
  return sixDigits.exec(await newestMessage(page, address, sixDigits))![0]
}

/** The newest message to an address in which something is found, as the demo's outbox shows it. */
export async function newestMessage(page: Page, address: string, having: RegExp): Promise<string> {
  const outbox = await page.context().newPage()
  try {
    await outbox.goto('/demo/outbox')
    return await outbox.locator('main section').filter({ hasText: address }).filter({ hasText: having }).first().innerText()
  } finally {
    await outbox.close()
  }
}

const dataFolder = process.env.JOURNEY_DATA!
const sessions = path.join(dataFolder, 'journeys-signed-in')

/** A window of somebody else's, with nothing of anybody in it; `more`: what their phone is like. */
export async function anotherWindow(page: Page, script = true, more: BrowserContextOptions = {}): Promise<Page> {
  const context = await page.context().browser()!.newContext({ javaScriptEnabled: script, ...more })
  const other = followed(await context.newPage())
  if (!script) scriptless.add(other)
  return other
}

/**
 * Makes a page somebody's, by a session that is made once for the whole run. Journeys that sign out, or are about
 * signing in, use `signIn`.
 */
export async function as(page: Page, key: DemoKey): Promise<void> {
  await page.context().clearCookies()
  await page.context().addCookies(await cookiesOf(page, key))
}

type Cookies = Parameters<ReturnType<Page['context']>['addCookies']>[0]

/** The cookies of somebody who is signed in. */
export async function cookiesOf(page: Page, key: DemoKey): Promise<Cookies> {
  const file = path.join(sessions, `${key}.json`)
  await alone(key, async () => {
    if (existsSync(file)) return
    const context = await page.context().browser()!.newContext({ baseURL: `http://localhost:${process.env.JOURNEY_PORT}` })
    await signInAt(await context.newPage(), demoAddress(key))
    writeFileSync(file, JSON.stringify(await context.cookies()))
    await context.close()
  })
  return JSON.parse(readFileSync(file, 'utf8')) as Cookies
}

/** One worker at a time: two codes for one person at once would end each other. */
async function alone(name: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(sessions, { recursive: true })
  const lock = path.join(sessions, `${name}.lock`)
  await expect.poll(() => {
    try {
      mkdirSync(lock)
      return true
    } catch {
      return false
    }
  }, { timeout: 30_000 }).toBe(true)
  await work().finally(() => rmdirSync(lock))
}

/** The path of somebody's family: where `/families` leads those who have one. */
export async function familyOf(page: Page): Promise<string> {
  await page.goto('/families')
  return new URL(page.url()).pathname
}

/**
 * What axe, the HTML checker and the reader's eye ask of a page. axe cannot run where scripts are blocked; the same
 * journey with the script shows it the same page.
 */
export async function isSound(page: Page): Promise<void> {
  await isValidHtml(page)
  await fitsTheScreen(page)
  if (!scriptless.has(page)) await isAccessible(page)
}

/** No finding of axe: WCAG 2.0 to 2.2 A and AA, and best practice. */
export async function isAccessible(page: Page): Promise<void> {
  expect(await findings(page), `axe on ${page.url()}`).toEqual([])
}

/** No colours that are too alike: all that dark colours can change of what axe looks for. */
export async function hasContrast(page: Page): Promise<void> {
  expect(await byAxe(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }), `axe on ${page.url()}`).toEqual([])
}

/** What axe finds on a page, which must be one that may run scripts: axe is one. */
export async function findings(page: Page): Promise<string[]> {
  return byAxe(page, { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
}

/** axe itself, without what its own driver does for frames, of which no page has one: half the time. */
async function byAxe(page: Page, runOnly: axe.RunOnly): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (only) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: only, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  }, runOnly)
}

/** No error in the HTML, as it was sent. */
export async function isValidHtml(page: Page): Promise<void> {
  const sent = await documents.get(page)?.text()
  if (sent === undefined) throw new Error('a page that nobody followed')
  expect(await mistakes(sent), `HTML of ${page.url()}`).toEqual([])
}

/** What is wrong with a text as HTML. */
export async function mistakes(text: string): Promise<string[]> {
  const { results } = await html.validateString(text)
  return results.flatMap(({ messages }) => messages.map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`))
}

/** One h1, a language, nothing that must be scrolled to sideways. */
export async function fitsTheScreen(page: Page): Promise<void> {
  // Whoever measures before the styles are there measures another page.
  await page.waitForLoadState('load')
  await expect(page.locator('h1')).toHaveCount(1)
  await expect(page.locator('html')).toHaveAttribute('lang', /^(en|cy|pl|ur)$/)
  const { wide, over } = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    return { wide: document.documentElement.scrollWidth - room, over: [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 1 || one.getBoundingClientRect().left < -1).map((one) => one.outerHTML.slice(0, 120)).slice(0, 3) }
  })
  expect(wide > 0 ? over : [], `sideways scroll on ${page.url()}`).toEqual([])
  expect(wide, `sideways scroll on ${page.url()}`).toBeLessThanOrEqual(0)
}

/** The status of the page that is open. */
export function statusOf(page: Page): number | undefined {
  return documents.get(page)?.status()
}

/** The button, link or field of the main part, by what it is called. */
export function button(page: Page, name: string | RegExp): Locator {
  return page.getByRole('main').getByRole('button', { name })
}
export function link(page: Page, name: string | RegExp): Locator {
  return page.getByRole('main').getByRole('link', { name })
}

/** Fills the three boxes of a day. */
export async function fillDay(group: Locator, day: string): Promise<void> {
  const [year, month, date] = day.split('-')
  const boxes = group.getByRole('textbox')
  await boxes.nth(0).fill(String(Number(date)))
  await boxes.nth(1).fill(String(Number(month)))
  await boxes.nth(2).fill(year!)
}

/** Chooses a radio or ticks a box, as a finger does: by its label, which lies over the box. */
export async function tick(box: Locator): Promise<void> {
  await box.check({ force: true })
}
