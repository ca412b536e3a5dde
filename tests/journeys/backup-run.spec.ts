import { expect, type Page } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, say, signIn, test, tick } from './site.ts'
import { withDatabase } from './world.ts'

/** The number of Sana's grandmother in the plan. */
function nasreensNumber(phone: string): void {
  withDatabase((database) => database.prepare("update backup_entry set phone = ? where phone in ('01632 960 145', '01632 960 146') and owner_member is not null").run(phone))
}

/** Presses a button of the page that starts it, and again where another journey has changed the plan meanwhile: then it asks to be read again. */
async function presses(page: Page, { t }: { t: typeof say.en.t }, key: 'start' | 'drill'): Promise<void> {
  for (let tries = 0; tries < 4 && page.url().endsWith('/begin'); tries += 1) await button(page, t(`backup:start.${key}`)).click()
}

test.describe.configure({ mode: 'serial' })

bothWays(({ script, name }) => {
  test('Aisha starts it having read who is told; Tariq does his part and reads what he needs; it ends, is looked back on, and closes', async ({ page }) => {
    test.setTimeout(120_000)
    const { t } = say.ur
    await as(page, 'aisha')
    const family = await familyOf(page)
    const here = `${family}/plan/if-things-get-harder`
    await page.goto(here)
    await link(page, t('backup:start.link')).click()
    const main = page.getByRole('main')
    await expect(main.locator('section').filter({ hasText: t('backup:start.told') })).toContainText('Tariq Hussain')
    await expect(main.locator('section').filter({ hasText: t('backup:start.calls') })).toContainText('111')
    await isSound(page)
    // Meanwhile somebody gives Nasreen another number: what has changed is read first.
    nasreensNumber('01632 960 146')
    await button(page, t('backup:start.start')).click()
    await expect(page.getByRole('alert').first()).toContainText(t('refusals:backup-changed'))
    await isSound(page)
    nasreensNumber('01632 960 145')
    await page.goto(`${here}/begin`)
    await tick(page.locator('input[name=because]').first())
    await presses(page, say.ur, 'start')
    await expect(page.getByText(t('backup:run.done.started'))).toBeVisible()
    await isSound(page)
    const run = new URL(page.url()).pathname
    await page.goto(family)
    await expect(main).toContainText(t('backup:home.title'))
    await isSound(page)
    await page.goto(`${here}/begin`)
    await expect(main).toContainText(t('backup:start.runs'))
    await expect(button(page, t('backup:start.start'))).toHaveCount(0)
    await isSound(page)

    const tariqs = await anotherWindow(page, script)
    const en = say.en.t
    await signIn(tariqs, 'tariq')
    await tariqs.goto(family)
    await link(tariqs, en('backup:home.goMine')).click()
    await expect(tariqs.getByRole('main')).toContainText('ہل ٹاپ پرائمری')
    await isSound(tariqs)
    await tariqs.getByRole('button', { name: en('backup:run.say.done') }).first().click()
    await expect(tariqs.getByText(en('backup:run.done.done'))).toBeVisible()
    await isSound(tariqs)
    const sams = await anotherWindow(page, script)
    await signIn(sams, 'sam')
    expect((await sams.request.get(`${here}/begin`, { maxRedirects: 0 })).status()).not.toBe(200)

    await page.goto(run)
    await button(page, t('backup:run.end')).click()
    await expect(page.getByText(t('backup:run.done.ended'))).toBeVisible()
    await isSound(page)
    await tariqs.goto(run)
    await expect(tariqs.getByRole('main')).not.toContainText('ہل ٹاپ پرائمری')
    await link(page, t('backup:back.say')).click()
    await button(page, t('backup:save')).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    await page.locator('textarea[name=well]').fill(`${name}: سب نے فون اٹھایا`)
    await button(page, t('backup:save')).click()
    await expect(page.getByText(t('backup:run.done.looked'))).toBeVisible()
    await expect(page.getByRole('main')).toContainText(name)
    await isSound(page)
    await page.goto(family)
    await expect(page.getByRole('main')).not.toContainText(t('backup:home.title'))
    await tariqs.close()
    await sams.close()
  })

  test('Tariq, who may start it, tries it: nobody is told, and the day is left; Imran may not', async ({ page }) => {
    const { t } = say.en
    await as(page, 'tariq')
    const family = await familyOf(page)
    const here = `${family}/plan/if-things-get-harder`
    await page.goto(`${here}/begin`)
    await isSound(page)
    await presses(page, say.en, 'drill')
    await expect(page.getByText(t('backup:run.done.tried'))).toBeVisible()
    await isSound(page)
    await as(page, 'imran')
    await page.goto(here)
    await expect(page.getByRole('main')).toContainText(say.en.format.dayWithYear(new Date().toISOString() as never))
    expect((await page.request.get(`${here}/begin`)).status()).toBe(404)
  })
})
