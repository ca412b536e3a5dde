import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { memberOf } from './world.ts'

const { t } = say.en
const ur = say.ur

bothWays(({ name }) => {
  test('Tariq offers what he can do, unasked; Aisha takes it up with thanks; another time she says thank you, not now', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    const [words, other] = [`I can take Sana swimming ${name}`, `I can cook on Sundays ${name}`]
    await as(page, 'aisha')
    const family = await familyOf(page)
    const offers = async (what: string) => {
      await as(page, 'tariq')
      await page.goto(family)
      await page.getByLabel(t('warm:can.words')).fill(what)
      await button(page, t('warm:can.send')).click()
      await expect(page.getByText(t('warm:can.done.offered'))).toBeVisible()
    }
    /** Aisha opens the newest of what is offered to her. */
    const reads = async (what: string) => {
      await as(page, 'aisha')
      await page.goto(family)
      for (const address of await page.getByRole('link', { name: ur.t('warm:can.homeGo') }).evaluateAll((links) => links.map((one) => one.getAttribute('href')!))) {
        await page.goto(address)
        if ((await page.getByRole('main').textContent())!.includes(what)) return address
      }
      throw new Error(`nobody offers "${what}"`)
    }

    await test.step('he writes it at home; without words it is said, and nothing is sent', async () => {
      await as(page, 'tariq')
      await page.goto(family)
      await isSound(page)
      await button(page, t('warm:can.send')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await offers(words)
      await isSound(page)
      await expect(page.getByRole('main')).toContainText(words)
      await expect(page.getByRole('main')).toContainText(t('warm:can.state.offered'))
    })

    const address = await test.step('it waits at her home; a day that is past is said, and her words stay', async () => {
      const found = await reads(words)
      await isSound(page)
      await page.getByLabel(ur.t('instead:offer.thanks')).fill('شکریہ بھائی')
      await fillDay(page.getByRole('group', { name: ur.t('plan:action.due') }), inDays(-2))
      await button(page, ur.t('warm:can.takeGo')).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
      await expect(page.getByLabel(ur.t('instead:offer.thanks'))).toHaveValue('شکریہ بھائی')
      return found
    })

    await test.step('she takes it up: it is his to do, with thanks', async () => {
      await fillDay(page.getByRole('group', { name: ur.t('plan:action.due') }), inDays(9))
      await button(page, ur.t('warm:can.takeGo')).click()
      await expect(page.getByText(ur.t('promises:done.taken'))).toBeVisible()
      await expect(page.getByRole('main')).toContainText('شکریہ بھائی')
      await isSound(page)
      await page.goto(address)
      await expect(page.getByRole('main')).toContainText(ur.t('warm:can.now.taken'))
    })

    await test.step('he reads that she took it up, and says that it is done', async () => {
      await as(page, 'tariq')
      await page.goto(`${family}/i-can`)
      await expect(page.getByRole('main')).toContainText(/took it up/)
      await link(page, t('instead:page.promise')).first().click()
      await expect(page.getByRole('main')).toContainText(words)
      await button(page, t('promises:answer.done')).click()
      await expect(page.getByText(t('promises:done.done'))).toBeVisible()
      expect((await page.request.get(address)).status()).toBe(404)
    })

    await test.step('of another offer she says thank you, not now, and he reads that', async () => {
      await offers(other)
      await reads(other)
      await button(page, ur.t('warm:can.thankGo')).click()
      await expect(page.getByRole('main')).toContainText(ur.t('warm:can.now.not-now', { name: 'Tariq Hussain' }))
      await isSound(page)
      await as(page, 'tariq')
      await page.goto(`${family}/i-can`)
      await expect(page.getByRole('main')).toContainText(/thank you, not now/)
    })

    await test.step('what nobody has answered he takes back', async () => {
      await offers(`${other} again`)
      await page.getByRole('button', { name: `${other} again` }).click()
      await expect(page.getByText(t('warm:can.done.back'))).toBeVisible()
      await expect(page.getByRole('main')).not.toContainText(`${other} again`)
    })
  })

  test('Aisha says that Tariq lives near and is close; when she chooses who comes together, he stands in that group', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await as(page, 'aisha')
    const family = await familyOf(page)
    await page.goto(`${family}/people/${memberOf('Hussain', 'Tariq Hussain')}`)
    await isSound(page)
    await tick(page.getByLabel(ur.t('people:near.near'), { exact: true }))
    await tick(page.getByLabel(ur.t('people:near.close'), { exact: true }))
    await button(page, ur.t('people:near.save')).click()
    await expect(page.getByText(ur.t('people:near.done'))).toBeVisible()
    await page.goto(`${family}/people`)
    await expect(page.getByRole('main')).toContainText(ur.t('people:near.close'))
    await isSound(page)
    await page.goto(`${family}/meetings/new`)
    const group = page.getByRole('group', { name: ur.t('meetings:new.people') })
    await expect(group).toContainText(ur.t('people:near.group.near'))
    await expect(group).toContainText(ur.t('people:near.close'))
    await isSound(page)
    await as(page, 'tariq')
    for (const path of ['', '/people', `/people/${memberOf('Hussain', 'Tariq Hussain')}`]) {
      await page.goto(family + path)
      await expect(page.getByRole('main')).not.toContainText(t('people:near.close'))
    }
  })
})
