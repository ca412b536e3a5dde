/** Forms filled by the names of their fields, and pages read in whatever language they are in: for journeys in several languages at once. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Key, Values } from '#app/i18n/keys.ts'
import { isLang } from '#app/i18n/lang.ts'
import { inDays } from './days.ts'
import { say, statusOf, tick } from './site.ts'

/** What is typed, chosen or ticked, by the name of the field. */
export type Fields = Readonly<Record<string, string | readonly string[]>>

/** Fills the form that has this button, and sends it; of several such forms the first within. */
export async function send(within: Page | Locator, intent: string, fields: Fields = {}): Promise<void> {
  const button = `button[name=intent][value="${intent}"]`
  const form = within.locator(`form:has(${button})`).first()
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) await fill(form, name, value)
  await (await unfolded(form.locator(button))).click()
}

async function fill(form: Locator, name: string, value: string): Promise<void> {
  const field = form.locator(`[name="${name}"]`)
  const kind = await field.first().evaluate((one) => (one instanceof HTMLInputElement ? one.type : one.tagName))
  if (kind === 'radio' || kind === 'checkbox') return tick(await unfolded(form.locator(`[name="${name}"][value="${value}"]`)))
  await (kind === 'SELECT' ? (await unfolded(field)).selectOption(value) : (await unfolded(field)).fill(value))
}

/** Something inside of what may be folded away, once it is there to be seen. */
export async function unfolded(one: Locator): Promise<Locator> {
  for (const fold of await one.locator('xpath=ancestor::details[not(@open)]').all()) await fold.locator('> summary').click()
  return one
}

/** The three boxes of a day. */
export function dayFields(name: string, daysAhead: number): Fields {
  const [year, month, day] = inDays(daysAhead).split('-').map(Number)
  return { [`${name}-day`]: String(day), [`${name}-month`]: String(month), [`${name}-year`]: String(year) }
}

/** The page says what is wrong at its top, and beside the one field to which that leads; what was typed stays. */
export async function refuses(page: Page, field: string, kept: Fields = {}): Promise<void> {
  expect([400, 409], page.url()).toContain(statusOf(page))
  const line = page.locator(`.esum a[href="#${field}"]`)
  await expect(line).toHaveCount(1)
  await expect(page.locator(`[id="${field}"]`)).toHaveCount(1)
  await expect(page.locator(`[id="${field}-error"]`)).toContainText(await line.innerText())
  for (const [name, values] of Object.entries(kept)) for (const value of [values].flat()) expect(await heldBy(page, name)).toContain(value)
}

/** What the fields of a name hold, or have ticked. */
function heldBy(page: Page, name: string): Promise<string[]> {
  return page.locator(`main [name="${name}"]`).evaluateAll((all) => (all as HTMLInputElement[]).filter((one) => one.checked || !['radio', 'checkbox'].includes(one.type)).map((one) => one.value))
}

/** Words in the language that a page is in just now. */
export async function wordsOf(page: Page): Promise<(key: Key, values?: Values) => string> {
  const lang = (await page.locator('html').getAttribute('lang')) ?? ''
  return isLang(lang) ? say[lang].t : say.en.t
}

/** The page says this, in its own language. */
export async function says(page: Page, key: Key, values?: Values): Promise<void> {
  await expect(page.locator('body')).toContainText((await wordsOf(page))(key, values))
}
