/** What the journeys share: signing in as a demo person, and asking of each page they visit that it is sound. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { HtmlValidate } from 'html-validate'
import { demoAddress, demoPassword, demoPeople, type DemoKey } from '#db/demo/people.ts'

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

/** Signs in by the forms, with the code from the demo's outbox for people who help. */
export async function signIn(page: Page, key: DemoKey): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('main input[name=who]').fill(demoAddress(key))
  await page.locator('main input[name=password]').fill(demoPassword)
  await page.locator('main form button').last().click()
  if (page.url().includes('/sign-in/code')) {
    await page.locator('main input[name=code]').fill(await newestCode(page, key))
    await page.locator('main form button').first().click()
  }
  await expect(page).not.toHaveURL(/sign-in/)
}

/** The newest one-time code that was sent to somebody. */
export async function newestCode(page: Page, key: DemoKey): Promise<string> {
  const outbox = await page.context().newPage()
  await outbox.goto('/demo/outbox?lng=en')
  const text = await outbox.locator('main section', { hasText: demoAddress(key) }).first().innerText()
  await outbox.close()
  const code = /\b\d{6}\b/.exec(text)?.[0]
  if (!code) throw new Error(`no code for ${key} in the outbox: ${text}`)
  return code
}

/** The demo person's own row. */
export function demoPerson(key: DemoKey) {
  return demoPeople.find((person) => person.key === key)!
}

/**
 * Asks of the page that is open: no finding of axe (WCAG 2.0 to 2.2 A and AA, and best practice), valid HTML, one h1, no
 * sideways scroll, and a language on the document.
 */
export async function isSound(page: Page): Promise<void> {
  const where = new URL(page.url()).pathname
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`), `axe on ${where}`).toEqual([])
  // As it was sent: the browser's own document is already mended.
  const sent = await page.request.get(page.url())
  const report = await html.validateString(await sent.text())
  expect(report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`)), `HTML of ${where}`).toEqual([])
  await expect(page.locator('h1')).toHaveCount(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `sideways scroll on ${where}`).toBeLessThanOrEqual(0)
  await expect(page.locator('html')).toHaveAttribute('lang', /^(en|cy|pl|ur)$/)
}
