import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, isSound, link, say, test } from './site.ts'
import { demoAddress } from '#db/demo/people.ts'
import { opensRecord } from './world.ts'
import { agreedForMarta } from './spend-steps.ts'

const { t } = say.en
const pl = say.pl

bothWays(({ name }) => {
  test('Marta pays a small thing herself and sends the receipt; Sam agrees that it fits; finance reads her name and the sum', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    const request = await agreedForMarta(page, { what: `Kapcie, ${name}`, payee: 'Second Bell', pounds: '6' })
    await as(page, 'marta')
    const picture = async (file: Parameters<ReturnType<Page['getByLabel']>['setInputFiles']>[0]) => page.getByLabel(pl.t('receipts:send.file')).setInputFiles(file)
    const fill = async (sum: string) => {
      await page.getByLabel(pl.t('receipts:send.sum')).fill(sum)
      const known = page.getByText(pl.t('receipts:send.accountOther'))
      if ((await known.count()) > 0) return
      await page.getByLabel(pl.t('receipts:send.name')).fill('M Kowalczyk')
      await page.getByLabel(pl.t('paying:account.sort')).fill('11-22-33')
      await page.getByLabel(pl.t('paying:account.number')).fill('76543219')
    }
    await test.step('what is missing, too much, or no picture is said beside its field, and what she typed stays', async () => {
      await page.goto(request)
      await isSound(page)
      await link(page, pl.t('receipts:send.title')).click()
      await isSound(page)
      await button(page, pl.t('receipts:send.send')).click()
      await expect(page.getByRole('alert').first()).toContainText(pl.t('errors:receiptMissing'))
      await fill('5,50')
      await picture({ name: 'receipt.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') })
      await button(page, pl.t('receipts:send.send')).click()
      await expect(page.getByRole('alert').first()).toContainText(pl.t('errors:notPicture'))
      await expect(page.getByLabel(pl.t('receipts:send.sum'))).toHaveValue('5,50')
      await fill('6.01')
      await picture('db/demo/joy-receipt.png')
      await button(page, pl.t('receipts:send.send')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await isSound(page)
    })

    await test.step('she sends it, and reads that it waits', async () => {
      await fill('5.50')
      await picture('db/demo/joy-receipt.png')
      await button(page, pl.t('receipts:send.send')).click()
      await expect(page.getByText(pl.t('budget:done.receipt'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText(pl.t('receipts:one.waits'))
      const file = await page.request.get((await link(page, pl.t('receipts:one.see')).getAttribute('href'))!)
      expect(file.headers()['content-disposition']).toContain('attachment')
      await isSound(page)
    })

    await test.step('Sam finds it on his desk, and says that it fits', async () => {
      await as(page, 'sam')
      await page.goto('/desk')
      await expect(page.getByRole('main')).toContainText(/paid for something and sent the receipt/)
      opensRecord(demoAddress('sam'), 'Kowalczyk-Bailey')
      await page.goto(request)
      await isSound(page)
      await expect(page.getByRole('main')).not.toContainText(/3219|112233/)
      await button(page, t('receipts:one.fits')).click()
      await expect(page.getByText(t('budget:done.receipt-yes'))).toBeVisible()
      await isSound(page)
    })

    await test.step('she reads that it is paid back; finance reads her name and the sum, and nothing of what for', async () => {
      await as(page, 'marta')
      await page.goto(request)
      await expect(page.getByRole('main')).toContainText(pl.t('receipts:one.agreedTitle'))
      await isSound(page)
      await as(page, 'femi')
      await page.goto('/desk/payments')
      await expect(page.getByRole('main')).toContainText('Marta Kowalczyk')
      await expect(page.getByRole('main')).not.toContainText('Kapcie')
    })
  })
})
