import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, link, say, test, tick } from './site.ts'
import { demoAddress } from '#db/demo/people.ts'
import { opensRecord, wishesAbout } from './world.ts'

const { t } = say.en
const ur = say.ur

bothWays(({ name }) => {
  test('Aisha reads how her money can be held; what the law excludes leaves nothing; she asks for a direct payment, Sam says why not now', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, 'aisha')
    const family = await familyOf(page)
    await page.goto(`${family}/budget`)
    await link(page, ur.t('holding:link')).click()
    await isSound(page)
    const way = new URL(page.url())
    const questions = `${way.pathname}?kind=direct-payment`
    const answer = async (manage: 'alone' | 'help' | 'not', listed: 'none' | 'some', own: 'own' | 'told') => {
      await page.goto(questions)
      await tick(page.locator(`input[name=sealed-manage][value=${manage}]`))
      await tick(page.locator(`input[name=sealed-excluded][value=${listed}]`))
      await tick(page.locator(`input[name=sealed-choice][value=${own}]`))
      await button(page, ur.t('holding:ask.send')).click()
    }

    await test.step('the questions wait for all three answers, and send none of them back', async () => {
      await page.goto(questions)
      await isSound(page)
      await tick(page.locator('input[name=sealed-excluded][value=some]'))
      await button(page, ur.t('holding:ask.send')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await expect(page.locator('input[name=sealed-excluded]:checked')).toHaveCount(0)
    })

    await test.step('what does not fit is read by her alone: the address says nothing, and nothing of it is kept', async () => {
      for (const [said, because] of [[['alone', 'some', 'own'], 'some'], [['not', 'none', 'own'], 'manage'], [['help', 'none', 'told'], 'told']] as const) {
        await page.goto(questions)
        const before = wishesAbout(family.split('/').pop()!)
        await answer(said[0], said[1], said[2])
        await expect(page.getByRole('main')).toContainText(ur.t(`holding:not.${because}`))
        await expect(page.getByRole('main')).toContainText(ur.t('holding:not.kept'))
        expect(page.url()).not.toMatch(/some|exclud|not\b/)
        expect(wishesAbout(family.split('/').pop()!)).toEqual(before)
      }
      await isSound(page)
    })

    await test.step('she can manage it with help and wishes it herself', async () => {
      await answer('help', 'none', 'own')
      await expect(page.getByText(ur.t('holding:done.asked'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText(ur.t('holding:wish.talk'))
      await isSound(page)
    })

    await test.step('Sam finds it on his desk and answers with why', async () => {
      await as(page, 'sam')
      await page.goto('/desk')
      await expect(page.getByRole('main')).toContainText(t('holding:desk.waits', { name: 'Hussain' }))
      opensRecord(demoAddress('sam'), 'Hussain')
      await page.goto(way.pathname)
      await isSound(page)
      await tick(page.getByLabel(t('holding:wish.no')))
      await button(page, t('holding:wish.save')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await page.getByLabel(t('holding:wish.words')).fill(`Let us look at it together in spring, ${name}`)
      await button(page, t('holding:wish.save')).click()
      await expect(page.getByText(t('holding:done.answered'))).toBeVisible()
      await isSound(page)
    })

    await test.step('she reads it, asks for a card, and takes that back', async () => {
      await as(page, 'aisha')
      await page.goto(way.pathname)
      await expect(page.getByRole('main')).toContainText(`Let us look at it together in spring, ${name}`)
      await page.locator('form', { has: page.locator('input[name=holding][value=prepaid-card]') }).getByRole('button').click()
      await expect(page.getByText(ur.t('holding:done.asked'))).toBeVisible()
      await button(page, ur.t('holding:wish.takeBack')).click()
      await expect(page.getByText(ur.t('holding:done.taken'))).toBeVisible()
      await isSound(page)
    })
  })
})
