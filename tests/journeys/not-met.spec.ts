import { expect } from '@playwright/test'
import { demoAddress } from '#db/demo/people.ts'
import { begunIn, followUpOf, forget } from './appointment-world.ts'
import { as, bothWays, button, familyOf, isSound, link, newestMessage, say, test, tick } from './site.ts'
import { opensRecord } from './world.ts'

bothWays(({ name }) => {
  test('Sam was not met: Marta is written to kindly in Polish, says what got in the way, and Sam sees to it by a day', async ({ page }) => {
    const [en, pl] = [say.en.t, say.pl.t]
    const missed = begunIn('Kowalczyk-Bailey')
    const words = `Autobus nie przyjechał, ${name}`
    const cameOf = `We talked, and the bus pass is sorted, ${name}`
    await as(page, 'marta')
    const here = `${await familyOf(page)}/appointments/${missed}`

    await test.step('Sam says that they did not meet', async () => {
      await as(page, 'sam')
      opensRecord(demoAddress('sam'), 'Kowalczyk-Bailey')
      await page.goto('/desk/diary')
      await page.getByRole('main').locator(`a[href$="${missed}"]`).first().click()
      await isSound(page)
      await link(page, en('appointments:one.notMet')).click()
      await expect(page.getByLabel(en('after:went.not-brought')), 'it was for everybody').toHaveCount(0)
      await button(page, en('after:record.go')).click()
      await expect(page.getByRole('alert').first()).toContainText(en('errors:thereIsAProblem'))
      await isSound(page)
      await tick(page.getByLabel(en('after:went.not-seen')))
      await button(page, en('after:record.go')).click()
      await expect(page.getByText(en('appointments:done.recorded'))).toBeVisible()
      await isSound(page)
    })
    const followUp = followUpOf(missed)

    await test.step('Marta reads it, and answers', async () => {
      expect(await newestMessage(page, demoAddress('marta'), new RegExp(pl('notices:notMet.said').slice(0, 40)))).toContain(pl('notices:notMet.subject'))
      await as(page, 'marta')
      await page.goto(here)
      await link(page, pl('after:way.ask')).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(pl('after:way.title'))
      await isSound(page)
      await button(page, pl('after:way.go')).click()
      await expect(page.getByRole('alert').first(), 'nothing was said').toContainText(pl('refusals:nothing-said'))
      await isSound(page)
      await tick(page.getByLabel(pl('after:ways.fare')))
      await page.getByLabel(pl('after:way.words')).fill(words)
      await button(page, pl('after:way.go')).click()
      await expect(page.getByText(pl('after:way.done', { name: 'Sam' }))).toBeVisible()
      await isSound(page)
      await page.goto(here)
      for (const said of [pl('after:ways.fare'), words]) await expect(page.getByRole('main')).toContainText(said)
      await isSound(page)
    })

    await test.step('it stands on the desk of Sam until he has written what came of it, which Marta reads', async () => {
      await as(page, 'sam')
      await page.goto('/desk')
      await page.getByRole('main').locator(`a[href$="${followUp}"]`).click()
      // The desk asks why a family's record is opened.
      await tick(page.locator('input[name=reason][value=visit]'))
      await page.getByRole('main').locator('form button[type=submit]').last().click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(en('after:follow.title'))
      await isSound(page)
      await page.getByLabel(en('after:follow.words')).fill(cameOf)
      await button(page, en('after:follow.go')).click()
      await expect(page.getByText(en('after:follow.done'))).toBeVisible()
      await page.goto('/desk')
      await expect(page.getByRole('main').locator(`a[href$="${followUp}"]`)).toHaveCount(0)
      await as(page, 'marta')
      await page.goto(here)
      await expect(page.getByRole('main')).toContainText(cameOf)
    })
    forget(missed)
  })

  test('of a child the family reads that she could not be there', async ({ page }) => {
    const [en, pl] = [say.en.t, say.pl.t]
    const missed = begunIn('Kowalczyk-Bailey', ['Zosia Bailey'])
    await as(page, 'marta')
    const here = `${await familyOf(page)}/appointments/${missed}`
    await as(page, 'sam')
    opensRecord(demoAddress('sam'), 'Kowalczyk-Bailey')
    await page.goto(`${here}/after`)
    await tick(page.getByLabel(en('after:went.not-brought')))
    await button(page, en('after:record.go')).click()
    await expect(page.getByText(en('appointments:done.recorded'))).toBeVisible()
    await as(page, 'marta')
    await page.goto(here)
    await expect(page.getByRole('main')).toContainText(pl('after:went.couldNot', { names: 'Zosia Bailey' }))
    await expect(page.getByRole('main')).not.toContainText(pl('after:went.not-brought'))
    await isSound(page)
    forget(missed)
  })
})
