/** Booking by the pages, for journeys that are about what comes after it. */
import { expect, type Page } from '@playwright/test'
import type { Instant } from '#app/values/instant.ts'
import { button, tick, type say } from './site.ts'

/** Books a time with those who help, some weeks ahead, for the whole family; `nth` of its last day, so that journeys at once want different times. */
export async function booksTime(page: Page, family: string, { t }: (typeof say)['en'], wish: { readonly with: readonly string[]; readonly how: 'phone' | 'home' | 'video'; readonly nth: number }): Promise<{ id: string; path: string; time: Instant }> {
  await page.goto(`${family}/appointments/book`)
  const [first, ...others] = wish.with
  await tick(page.getByRole('group', { name: t('appointments:book.who') }).getByLabel(first!))
  for (const other of others) await tick(page.getByRole('group', { name: t('appointments:book.together') }).getByLabel(other))
  await tick(page.getByLabel(t(`appointments:mode.${wish.how}`), { exact: true }))
  await button(page, t('appointments:book.next')).click()
  for (let week = 0; week < 2; week += 1) await button(page, t('appointments:times.weekAfter')).click()
  const day = page.locator('details').filter({ has: page.locator('input[name=time]') }).last()
  if ((await day.getAttribute('open')) === null) await day.locator('summary').click()
  const chosen = day.locator('input[name=time]').nth(wish.nth)
  const time = (await chosen.getAttribute('value')) as Instant
  await tick(chosen)
  await button(page, t('booking:toCheck')).click()
  for (const name of wish.with) await expect(page.getByRole('main')).toContainText(name)
  await button(page, t('appointments:book.book')).click()
  await expect(page.getByText(t('appointments:done.booked'))).toBeVisible()
  const path = new URL(page.url()).pathname
  return { id: path.split('/').at(-1)!, path, time }
}
