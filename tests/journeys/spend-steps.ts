/** Asking to spend in own words, and where that is decided: the first steps of every journey about money. */
import { expect, type Page } from '@playwright/test'
import type { Lang } from '#app/i18n/lang.ts'
import { inDays } from './days.ts'
import { as, button, familyOf, fillDay, say, tick } from './site.ts'

export interface Wish { readonly what: string; readonly payee: string; readonly pounds: string; readonly quantity?: string; readonly goal: string; readonly kind?: string; /** In so many days. */ readonly needed?: number }

/** Asks for something in own words, as whoever is signed in, up to the page that says it is asked; gives back the request's own page. */
export async function asksFor(page: Page, lang: Lang, ask: Wish): Promise<string> {
  const { t } = say[lang]
  await page.goto(`${await familyOf(page)}/budget/requests/new?own=1`)
  await page.getByLabel(t('rules:which')).selectOption(ask.kind ?? 'other')
  await page.getByLabel(t('budget:form.what')).fill(ask.what)
  await page.getByLabel(t('budget:form.payee')).fill(ask.payee)
  await page.getByLabel(t('budget:form.price')).fill(ask.pounds)
  if (ask.quantity) await page.getByLabel(t('budget:form.quantity')).fill(ask.quantity)
  await tick(page.getByLabel(ask.goal))
  await fillDay(page.getByRole('group', { name: t('budget:form.neededOn') }), inDays(ask.needed ?? 15))
  await button(page, t('budget:form.check')).click()
  await button(page, t('budget:check.send')).click()
  await expect(page.getByText(t('budget:done.asked'))).toBeVisible()
  return new URL(page.url()).pathname
}

/** Marta asks for something, and Sam says yes; the request's own page. */
export async function agreedForMarta(page: Page, ask: Omit<Wish, 'goal'>): Promise<string> {
  await as(page, 'marta')
  const request = await asksFor(page, 'pl', { ...ask, goal: 'Poranki bez łez' })
  await as(page, 'sam')
  await page.goto(deskOf(request))
  await page.locator('button[value=yes]').click()
  return request
}

/** Where a request is decided. */
export function deskOf(request: string): string {
  return `/desk/approvals/${keyOf(request)}`
}

/** What names a request at the desk: its family's id and its own. */
export function keyOf(request: string): string {
  const [, family, spend] = /\/families\/([0-9a-z]+)\/budget\/requests\/([0-9a-z]+)/.exec(request)!
  return `${family}.${spend}`
}
