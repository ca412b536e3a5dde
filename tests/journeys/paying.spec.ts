import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, fillDay, isSound, say, signInAt, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { addPerson } from './world.ts'

const { t } = say.en

/** The run that the demo's finance officer made, as a file of this kind. */
async function fileOf(page: Page, run: string, file: string): Promise<string> {
  const answer = await page.request.get(`${run}/${file}`)
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-disposition']).toContain('attachment')
  return answer.text()
}

/** Makes a run of the one payment to this payee, and gives back its page. */
async function runFor(page: Page, payee: string): Promise<string> {
  await page.goto('/desk/payments/runs/new')
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck({ force: true })
  await tick(page.getByRole('checkbox', { name: new RegExp(payee) }))
  await fillDay(page.getByRole('group', { name: t('paying:make.payOn') }), inDays(1))
  await button(page, t('paying:make.go')).click()
  await expect(page.getByText(t('paying:done.made'))).toBeVisible()
  return new URL(page.url()).pathname
}

/** The area lets a run be sent by whoever made it, or by a second person. */
async function setRelease(page: Page, who: 'one' | 'two'): Promise<void> {
  await as(page, 'alex')
  await page.goto('/area/settings')
  await tick(page.getByLabel(t(`paying:setting.${who}`)))
  await button(page, t('area:settings.save')).click()
  await expect(page.getByText(t('area:settings.saved'))).toBeVisible()
}

/** The bank's answer to one payment. */
async function bankSays(page: Page, line: string): Promise<void> {
  await page.goto('/desk/payments/bank')
  await page.getByLabel(t('paying:bank.file')).setInputFiles({ name: 'bank.csv', mimeType: 'text/plain', buffer: Buffer.from(`reference,amount,status,reason\n${line}\n`) })
  await button(page, t('paying:bank.read')).click()
  await expect(page.getByText(t('paying:done.read'))).toBeVisible()
}

bothWays(({ script, name }) => {
  test('reads what a run paid, and its file is the same each time', async ({ page }) => {
    await as(page, 'femi')
    await page.goto('/desk/payments')
    await isSound(page)
    await page.getByRole('main').locator('a[href^="/desk/payments/runs/"]').last().click()
    await expect(page.getByRole('main')).toContainText(t('paying:state.answered'))
    await isSound(page)
    const run = new URL(page.url()).pathname
    const xml = await fileOf(page, run, 'pain.001.xml')
    expect(xml).toContain('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09')
    expect(await fileOf(page, run, 'pain.001.xml')).toBe(xml)
    expect(await fileOf(page, run, 'payments.csv')).toContain('name,sort code,account number')
    await expect(page.getByRole('main')).not.toContainText('00123456')
  })

  test('is told what is wrong with a file of the bank, and the answer that was read before does no harm', async ({ page }) => {
    await as(page, 'femi')
    await page.goto('/desk/payments')
    await page.getByRole('main').locator('a[href^="/desk/payments/runs/"]').last().click()
    const [reference, sum] = await page.getByRole('main').locator('tbody tr').first().locator('td').evaluateAll((cells) => cells.map((cell) => cell.textContent ?? ''))
    const send = async (name: string, text: string) => {
      await page.goto('/desk/payments/bank')
      await page.getByLabel(t('paying:bank.file')).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
      await button(page, t('paying:bank.read')).click()
    }
    await page.goto('/desk/payments/bank')
    await button(page, t('paying:bank.read')).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    for (const text of ['not a statement', '<!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>']) {
      await send('bank.xml', text)
      await expect(page.getByRole('alert').first()).toContainText(t('errors:notBankFile'))
    }
    await isSound(page)
    await send('bank.csv', `reference,amount,status\n${reference},${sum},paid\n`)
    await expect(page.getByText(t('paying:done.read'))).toBeVisible()
    // Nothing odd of it; of others there may be.
    await expect(page.getByRole('row').filter({ hasText: reference! })).toHaveCount(0)
    await isSound(page)
  })

  test('where the area wants two, whoever made a run cannot release it: a colleague does, and only then is there a file', async ({ page }) => {
    const { payee, sum } = script ? { payee: 'Wendle Sports', sum: '38.00' } : { payee: 'Siop Fabi Wendle', sum: '24.00' }
    const colleague = `finance.${script ? 's' : 'n'}${Date.now()}@example.org`
    addPerson(colleague, 'finance', `Robin Finance, ${name}`)
    await setRelease(page, 'two')
    try {
      const run = await test.step('Femi makes a run: it is frozen, she is told that somebody else releases it, and it has no file', async () => {
        await as(page, 'femi')
        const made = await runFor(page, payee)
        await expect(page.getByRole('main')).toContainText(t('paying:state.frozen'))
        await expect(page.getByRole('main')).toContainText(t('paying:run.other'))
        await expect(button(page, t('paying:run.release'))).toHaveCount(0)
        for (const file of ['pain.001.xml', 'payments.csv']) expect((await page.request.get(`${made}/${file}`)).status()).toBe(404)
        await isSound(page)
        return made
      })

      await test.step('the button that she is not given does nothing for her', async () => {
        await page.locator('main form button[value=undo]').evaluate((undo) => undo.setAttribute('value', 'release'))
        await page.locator('main form button[value=release]').click()
        await expect(page.getByRole('alert').first()).toContainText(t('refusals:somebody-else-must-release'))
        await page.goto(run)
        await expect(page.getByRole('main')).toContainText(t('paying:state.frozen'))
      })

      await test.step('her colleague releases it, and it is ready for the bank', async () => {
        await page.context().clearCookies()
        await signInAt(page, colleague)
        await page.goto(run)
        await isSound(page)
        await button(page, t('paying:run.release')).click()
        await expect(page.getByText(t('paying:done.released'))).toBeVisible()
        await expect(page.getByRole('main')).toContainText(`Robin Finance, ${name}`)
        await isSound(page)
        expect(await fileOf(page, run, 'pain.001.xml')).toContain(sum)
      })

      await test.step('the bank could not pay it: it is due again', async () => {
        const reference = await page.getByRole('main').locator('tbody tr').first().locator('td').first().textContent()
        await as(page, 'femi')
        await bankSays(page, `${reference},${sum},failed,Account closed`)
        await page.goto('/desk/payments')
        await expect(page.getByRole('main').locator('tr').filter({ hasText: payee })).toContainText(sum)
        await isSound(page)
      })
    } finally {
      await setRelease(page, 'one')
    }
  })

  test('gives an account, makes a run of one payment, and the bank’s answer pays it', async ({ page }) => {
    const { payee, sum } = script ? { payee: 'Wendle Sports', sum: '38.00' } : { payee: 'Siop Fabi Wendle', sum: '24.00' }
    await as(page, 'femi')
    await test.step('what is wrong with an account is said, and what is right is kept', async () => {
      await page.goto('/desk/payments')
      await page.getByRole('main').locator('tr').filter({ hasText: payee }).getByRole('link').click()
      await page.getByLabel(t('paying:account.sort')).fill('12-34-5')
      await button(page, t('paying:account.save')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await isSound(page)
      await page.getByLabel(t('paying:account.sort')).fill('12-34-56')
      await page.getByLabel(t('paying:account.number')).fill('01234567')
      await button(page, t('paying:account.save')).click()
      await expect(page.getByText(t('paying:done.account'))).toBeVisible()
      await expect(page.getByRole('main')).not.toContainText('01234567')
    })

    await test.step('a run of nothing is none; a run of one is made, and is ready for the bank', async () => {
      await page.goto('/desk/payments/runs/new')
      await isSound(page)
      for (const box of await page.getByRole('checkbox').all()) await box.uncheck({ force: true })
      await button(page, t('paying:make.go')).click()
      await expect(page.getByRole('alert').first()).toContainText(t('errors:tickPayment'))
      for (const box of await page.getByRole('checkbox').all()) await box.uncheck({ force: true })
      await tick(page.getByRole('checkbox', { name: new RegExp(payee) }))
      await fillDay(page.getByRole('group', { name: t('paying:make.payOn') }), inDays(1))
      await button(page, t('paying:make.go')).click()
      await expect(page.getByText(t('paying:done.made'))).toBeVisible()
      await isSound(page)
      const run = new URL(page.url()).pathname
      expect(await fileOf(page, run, 'pain.001.xml')).toContain(sum)
    })

    await test.step('the bank says that it was paid', async () => {
      const reference = await page.getByRole('main').locator('tbody tr').first().locator('td').first().textContent()
      const run = new URL(page.url()).pathname
      await page.goto('/desk/payments/bank')
      await page.getByLabel(t('paying:bank.file')).setInputFiles({ name: 'bank.csv', mimeType: 'text/plain', buffer: Buffer.from(`reference,amount,status\n${reference},${sum},paid\n`) })
      await button(page, t('paying:bank.read')).click()
      await expect(page.getByText(t('paying:done.read'))).toBeVisible()
      await page.goto(run)
      await expect(page.getByRole('main')).toContainText(t('paying:state.answered'))
    })

    await test.step('the bank sends it back: she says that it is due again, and it is', async () => {
      const reference = (await page.getByRole('main').locator('tbody tr').first().locator('td').first().textContent())!
      await bankSays(page, `${reference},${sum},failed,Account closed`)
      const odd = page.getByRole('row').filter({ hasText: reference })
      await expect(odd).toContainText(t('paying:odd.came-back'))
      await isSound(page)
      await odd.getByRole('button', { name: t('paying:step.due-again') }).click()
      await expect(page.getByText(t('paying:done.due-again'))).toBeVisible()
      await page.goto('/desk/payments')
      await expect(page.getByRole('main').locator('tr').filter({ hasText: payee })).toContainText(sum)
    })

    await test.step('the bank takes nothing of the next run: all of it is due again', async () => {
      await runFor(page, payee)
      await page.getByText(t('paying:run.notPaid')).click()
      await isSound(page)
      await button(page, t('paying:run.notPaidSend')).click()
      await expect(page.getByText(t('paying:done.due-again'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText(t('paying:answer.failed'))
      await page.goto('/desk/payments')
      await expect(page.getByRole('main').locator('tr').filter({ hasText: payee })).toContainText(sum)
    })
  })
})
