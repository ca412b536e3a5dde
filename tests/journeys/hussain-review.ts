import { expect, type Page } from '@playwright/test'
import { anotherWindow, as, bothWays, button, fillDay, isSound, link, say, statusOf, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { thingsOf } from './world.ts'

const { t } = say.ur

/** What somebody reads on the pages of a family where a trace could be. */
async function read(page: Page, family: string): Promise<string> {
  const texts: string[] = []
  for (const path of ['', '/plan', '/plan/review', '/plan/review/together', '/plan/changed', '/people']) {
    await page.goto(`/families/${family}${path}`)
    texts.push(await page.getByRole('main').innerText())
  }
  return texts.join('\n')
}

bothWays(({ name, script }) => {
  test('before the review Imran says how it is for him, to nobody; Aisha and Sana point at faces, in Urdu; Sam closes it only with the reason why he reads nothing from Imran', async ({ page }) => {
    const { family } = thingsOf('Hussain')
    const review = `/families/${family}/plan/review`
    const [own, sanas] = [`Zephyr, ${name}`, `Zebras, ${name}`]
    const [mother, sam] = [await anotherWindow(page, script), await anotherWindow(page, script)]
    await as(page, 'imran')
    await page.goto(review)
    await isSound(page)
    await link(page, 'Say how it is going for me').click()
    await isSound(page)
    await page.getByLabel('What is not OK?').fill(own)
    await tick(page.getByLabel('Only me and the people I tick'))
    for (const box of await page.getByRole('main').getByRole('checkbox').all()) await box.uncheck({ force: true })
    await button(page, 'Keep this').click()
    await expect(page.getByRole('alert')).toContainText('Thank you.')
    // What was said is not asked again: it stands there.
    await page.goto(review)
    await expect(page.getByRole('main')).toContainText(own)

    await as(mother, 'aisha')
    expect(await read(mother, family)).not.toContain(own)
    await mother.goto(review)
    await link(mother, t('reviews:sayWith', { name: 'Sana' })).click()
    await isSound(mother)
    await tick(mother.locator('main input[name=face]').first())
    await mother.getByLabel(t('reviews:child.better')).fill(sanas)
    await tick(mother.locator('main input[name=who-sees][value=everybody]'))
    await button(mother, t('reviews:say.go')).click()
    await expect(mother.getByRole('main')).toContainText(sanas)
    await isSound(mother)

    await as(sam, 'sam')
    await sam.goto(`/desk/families/${family}?to=${review}`)
    if (sam.url().includes('/desk/families/')) {
      await tick(sam.getByLabel('They asked me to'))
      await button(sam, 'Open the record').click()
    }
    await expect(sam.getByRole('main')).toContainText(sanas)
    await expect(sam.getByRole('main')).not.toContainText(own)
    await link(sam, 'Close this review').click()
    await isSound(sam)
    await fillDay(sam.getByRole('group', { name: 'When is the next review?' }), inDays(60))
    await button(sam, 'Close this review').click()
    expect(statusOf(sam)).toBe(409)
    await isSound(sam)
    await sam.getByLabel('Why is there nothing from them?').selectOption({ label: 'Did not want to say anything' })
    await sam.getByLabel('What did you agree together?').fill(`You look after each other. ${name}`)
    await button(sam, 'Close this review').click()
    await expect(sam.getByRole('alert')).toContainText('The review is closed, and the next day is set.')
    await sam.context().close()

    await mother.goto(review)
    await expect(mother.getByRole('main')).toContainText(t('reviews:earlier'))
    expect(await read(mother, family)).not.toContain(own)
    await mother.goto(`${review}/together`)
    await isSound(mother)
    await mother.context().close()
  })

  test('Imran tells that something has changed, to Sam alone; his mother finds no trace of it, Sam has a day for it and says what comes of it', async ({ page }) => {
    const { family } = thingsOf('Hussain')
    const told = `Zenith, ${name}`
    const [mother, sam] = [await anotherWindow(page, script), await anotherWindow(page, script)]
    await as(mother, 'aisha')
    await as(page, 'imran')
    await page.goto(`/families/${family}/plan`)
    await link(page, 'Something has changed').click()
    await isSound(page)
    await button(page, 'Tell this').click()
    expect(statusOf(page)).toBe(400)
    await tick(page.getByLabel('An illness or a diagnosis'))
    await page.getByLabel('What has changed?').fill(told)
    await tick(page.getByLabel('Only me and the people I tick'))
    await page.getByLabel('Aisha Hussain').uncheck({ force: true })
    await tick(page.getByLabel('Sam Adeyemi, your lead professional'))
    await button(page, 'Tell this').click()
    await expect(page.getByRole('alert')).toContainText('You do not have to carry it alone.')
    await expect(page.getByRole('main')).toContainText('Sam talks with you about it by')
    await isSound(page)
    expect(await read(mother, family)).not.toContain(told)
    await mother.context().close()

    await as(sam, 'sam')
    await sam.goto('/desk')
    await expect(sam.getByRole('main')).toContainText('Hussain: something has changed. Talk with them by')
    await sam.goto(`/desk/families/${family}?to=/families/${family}/plan/changed`)
    if (sam.url().includes('/desk/families/')) {
      await tick(sam.getByLabel('They asked me to'))
      await button(sam, 'Open the record').click()
    }
    const item = sam.getByRole('main').getByRole('listitem').filter({ hasText: told })
    await item.getByLabel('What comes of it?').fill(`We meet on Friday. ${name}`)
    await item.getByRole('button', { name: 'We have talked' }).click()
    await expect(sam.getByRole('main')).toContainText(`We meet on Friday. ${name}`)
    await sam.context().close()
    await page.goto(`/families/${family}/plan/changed`)
    await expect(page.getByRole('main')).toContainText(`We meet on Friday. ${name}`)
  })
})
