import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, statusOf, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { asksFor, deskOf } from './spend-steps.ts'

const { t } = say.en
const pl = say.pl

/** Whoever asked takes it back, so that the money is left as it was. */
async function takesBack(page: Page, request: string): Promise<void> {
  await as(page, 'marta')
  await page.goto(request)
  await button(page, pl.t('budget:one.takeBack')).click()
  await expect(page.getByText(pl.t('budget:done.cancelled'))).toBeVisible()
}

/** A picture of many colours as a camera would give it, 18 MB large. */
function hugePicture(): Buffer {
  const [width, height] = [3_000, 2_000]
  const head = Buffer.alloc(54)
  head.write('BM')
  for (const [at, value] of [[2, 54 + width * height * 3], [10, 54], [14, 40], [18, width], [22, height], [34, width * height * 3]] as const) head.writeUInt32LE(value, at)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(24, 28)
  const dots = Buffer.alloc(width * height * 3)
  for (let at = 0; at < dots.length; at += 1) dots[at] = (at / 9_000) % 256
  return Buffer.concat([head, dots])
}

bothWays(({ script, name }) => {
  test('a photo that is far too large loses nothing that was typed; where the page has its script it is made smaller before it is sent', async ({ page }) => {
    await as(page, 'marta')
    const what = `Biurko, ${name}`
    await page.goto(`${await familyOf(page)}/budget/requests/new?own=1`)
    await page.getByLabel(pl.t('budget:form.what')).fill(what)
    const photo = page.getByLabel(pl.t('asking:file.label'))
    if (script) {
      await photo.setInputFiles({ name: 'quote.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(9_000_000) })
      await expect(page.locator('#file-size')).not.toBeEmpty()
      expect(await photo.inputValue()).toBe('')
    }
    await photo.setInputFiles({ name: 'desk.bmp', mimeType: 'image/bmp', buffer: hugePicture() })
    if (script) await expect.poll(() => photo.inputValue()).toContain('picture.jpg')
    await button(page, pl.t('budget:form.check')).click()
    expect(statusOf(page)).toBe(400)
    await expect(page.getByLabel(pl.t('budget:form.what'))).toHaveValue(what)
    await expect(page.locator('#file-error')).toHaveCount(script ? 0 : 1)
    await expect(link(page, pl.t('asking:file.see'))).toHaveCount(script ? 1 : 0)
    await isSound(page)
  })

  if (script) {
    test('what Marta has begun keeps itself when she leaves the page, and once more when she comes back to it', async ({ page }) => {
      await as(page, 'marta')
      const budget = `${await familyOf(page)}/budget`
      const what = 'Rower dla Zosi'
      await page.goto(`${budget}/requests/new?own=1`)
      await page.getByLabel(pl.t('budget:form.what')).fill(what)
      await page.goto(budget)
      const begun = page.getByRole('main').locator('a[href*="draft="]').filter({ hasText: what })
      await expect.poll(async () => { await page.reload(); return begun.count() }).toBe(1)
      await begun.click()
      await expect(page.getByLabel(pl.t('budget:form.what'))).toHaveValue(what)
      // Put aside and taken up again: the page stays as it is, and what it is kept as is no second one.
      await page.getByLabel(pl.t('budget:form.payee')).fill('Rowery u Jana')
      await page.evaluate(() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange', { bubbles: true })) })
      await expect.poll(async () => { const other = await page.context().newPage(); await other.goto(page.url()); const said = await other.getByLabel(pl.t('budget:form.payee')).inputValue(); await other.close(); return said }).toBe('Rowery u Jana')
      await page.goto(budget)
      await expect(begun).toHaveCount(1)
    })
  }

  test('Marta begins with a photo and leaves; she finds it again, sends it, and Sam saves the photo', async ({ page }) => {
    await as(page, 'marta')
    const family = await familyOf(page)
    const what = `Łóżko, ${name}`

    await test.step('half of it is typed, and kept with the photo', async () => {
      await page.goto(`${family}/budget/requests/new?own=1`)
      await page.getByLabel(pl.t('rules:which')).selectOption('other')
      await page.getByLabel(pl.t('budget:form.what')).fill(what)
      await page.getByLabel(pl.t('asking:file.label')).setInputFiles('db/demo/joy-receipt.png')
      await button(page, pl.t('asking:draft.keep')).click()
      await expect(page.getByText(pl.t('asking:done.kept'))).toBeVisible()
      await isSound(page)
    })

    const request = await test.step('another day she finds it, with what she typed, and sends it', async () => {
      await page.goto(`${family}/budget`)
      await link(page, what).click()
      await expect(page.getByLabel(pl.t('budget:form.what'))).toHaveValue(what)
      await expect(link(page, pl.t('asking:file.see'))).toBeVisible()
      await isSound(page)
      await page.getByLabel(pl.t('budget:form.payee')).fill('Wendle Beds')
      await page.getByLabel(pl.t('budget:form.price')).fill('45')
      await tick(page.getByLabel('Poranki bez łez'))
      await fillDay(page.getByRole('group', { name: pl.t('budget:form.neededOn') }), inDays(20))
      await button(page, pl.t('budget:form.check')).click()
      await isSound(page)
      await button(page, pl.t('budget:check.send')).click()
      await expect(page.getByText(pl.t('budget:done.asked'))).toBeVisible()
      const path = new URL(page.url()).pathname
      await page.goto(`${family}/budget`)
      await expect(page.getByRole('main').locator('a[href*="draft="]').filter({ hasText: what })).toHaveCount(0)
      return path
    })

    await test.step('Sam saves the photo from what he decides, as a file and not as a page', async () => {
      await as(page, 'sam')
      await page.goto(deskOf(request))
      await isSound(page)
      const file = await page.request.get((await link(page, t('asking:file.see')).getAttribute('href'))!)
      expect(file.status()).toBe(200)
      expect(file.headers()).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
      expect(file.headers()['content-disposition']).toContain('attachment')
      expect((await file.body()).length).toBeLessThanOrEqual(readFileSync('db/demo/joy-receipt.png').length)
    })
    await takesBack(page, request)
  })

  test('Sam suggests a smaller price, and Marta takes it', async ({ page }) => {
    await as(page, 'marta')
    const request = await asksFor(page, 'pl', { what: `Buty, ${name}`, payee: 'Wendle Shoes', pounds: '30', quantity: '2', goal: 'Poranki bez łez', needed: 20 })

    await test.step('he says what would be different, and why', async () => {
      await as(page, 'sam')
      await page.goto(deskOf(request))
      await page.getByText(t('deciding:suggest'), { exact: true }).click()
      await button(page, t('deciding:send')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await page.getByLabel(t('deciding:price')).fill('25')
      await page.getByLabel(t('deciding:words')).fill('Second Bell has them for less.')
      await button(page, t('deciding:send')).click()
      await expect(page.getByText(t('desk:approvals.done.suggested'))).toBeVisible()
    })

    await test.step('she reads both, takes it, and it waits for its answer again', async () => {
      await as(page, 'marta')
      await page.goto(request)
      const main = page.getByRole('main')
      await expect(main).toContainText('Second Bell has them for less.')
      await expect(main).toContainText(pl.format.money(5_000 as never))
      await expect(main).toContainText(pl.format.money(6_000 as never))
      await isSound(page)
      await button(page, pl.t('deciding:take')).click()
      await expect(page.getByText(pl.t('deciding:done.take'))).toBeVisible()
      await expect(main).toContainText(pl.t('budget:state.asked'))
      await isSound(page)
    })
    await takesBack(page, request)
  })
})
