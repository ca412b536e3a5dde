import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, link, say, test, tick } from './site.ts'

bothWays(({ name }) => {
  test('Aisha finds what happens on a bad day in two taps, adds somebody to call, moves them up and takes them out again', async ({ page }) => {
    const { t } = say.ur
    const called = `Mrs Clarke ${name}`
    await as(page, 'aisha')
    const family = await familyOf(page)
    await page.goto(family)
    await link(page, t('backup:homeLink')).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('backup:title'))
    await expect(page.getByRole('main')).toContainText(t('backup:stepsInFor', { name: 'Tariq Hussain', child: 'Sana Hussain' }))
    await isSound(page)
    await link(page, t('backup:add.call')).click()
    await button(page, t('backup:save')).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    await isSound(page)
    await page.locator('input[name=name]').fill(called)
    await page.locator('input[name=phone]').fill('01632 960 146')
    await tick(page.locator('input[name=who-sees][value=everybody]'))
    await button(page, t('backup:save')).click()
    await expect(page.getByText(t('backup:done.kept'))).toBeVisible()
    const entry = page.getByRole('main').locator('li').filter({ hasText: called })
    await expect(entry).toContainText('4.')
    await entry.getByRole('button', { name: t('backup:move') }).click()
    await expect(page.getByText(t('backup:done.moved'))).toBeVisible()
    await expect(entry).toContainText('3.')
    await isSound(page)
    await entry.getByRole('button', { name: t('backup:drop') }).click()
    await expect(page.getByText(t('backup:done.dropped'))).toBeVisible()
    await expect(entry).toHaveCount(0)
  })

  test('Imran reads it and changes nothing; Tariq reads what names him, and nobody else’s', async ({ page }) => {
    await as(page, 'imran')
    const family = await familyOf(page)
    const here = `${family}/plan/if-things-get-harder`
    await page.goto(here)
    await expect(page.getByRole('main')).toContainText('NHS 111')
    await expect(link(page, say.en.t('backup:add.call'))).toHaveCount(0)
    expect((await page.request.get(`${here}/call`)).status()).toBe(404)
    await isSound(page)
    await as(page, 'tariq')
    await page.goto(here)
    await expect(page.getByRole('main')).toContainText('Sana Hussain')
    await expect(page.getByRole('main')).not.toContainText('NHS 111')
    await isSound(page)
  })
})
