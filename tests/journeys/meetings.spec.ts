import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, statusOf, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { opensRecord } from './world.ts'

const { t } = say.en

bothWays(() => {
  test('Joy reads what a family meeting is, is asked again later, then says no; Sam reads her answer and Tanya reads nothing of it', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, 'joy')
    const family = await familyOf(page)

    await test.step('the way to it is on her home page, and an answer needs its day', async () => {
      await page.goto(family)
      await link(page, t('meetings:title')).click()
      await isSound(page)
      const other = page.getByText(t('meetings:said.other'))
      if (await other.isVisible()) await other.click()
      await tick(page.locator('input[name=answer][value=not-now]'))
      await button(page, t('meetings:ask.send')).click()
      expect(statusOf(page)).toBe(409)
      await isSound(page)
      await expect(page.locator('input[name=answer][value=not-now]')).toBeChecked()
      await fillDay(page.getByRole('group', { name: t('meetings:ask.again') }), inDays(30))
      await button(page, t('meetings:ask.send')).click()
      await expect(page.getByText(t('meetings:done.not-now'))).toBeVisible()
      await isSound(page)
    })

    await test.step('she answers anew', async () => {
      await page.getByText(t('meetings:said.other')).click()
      await tick(page.locator('input[name=answer][value=no]'))
      await button(page, t('meetings:ask.send')).click()
      await expect(page.getByRole('main')).toContainText(t('meetings:said.noNext'))
    })

    await test.step('Tanya is asked as if nobody had answered', async () => {
      await as(page, 'tanya')
      await page.goto(`${family}/meetings`)
      await expect(page.getByRole('main')).toContainText(t('meetings:ask.title'))
      await expect(page.getByRole('main')).not.toContainText('Joy')
    })

    await test.step('Sam reads it', async () => {
      await as(page, 'sam')
      opensRecord('sam@demo.example', 'Reid')
      await page.goto(`${family}/meetings`)
      await expect(page.getByRole('main')).toContainText(t('meetings:lead.no', { name: 'Joy Reid' }))
      await isSound(page)
    })
  })
})
