import { expect, type Page } from '@playwright/test'
import { as, bothWays, button, familyOf, fillDay, isSound, link, say, signIn, test, tick } from './site.ts'
import { inDays } from './days.ts'
import type { Lang } from '#app/i18n/lang.ts'
import { endSession } from './world.ts'

type Goal = { lang: Lang; words: string; step: string; owner: string; category: 'school' | 'health'; score: number; note: string }

/** From the list: adds a goal with one step, its owner and its day; gives back the goal's own page. */
async function addsGoal(page: Page, goal: Goal): Promise<void> {
  const { t } = say[goal.lang]
  await page.goto(`${await familyOf(page)}/goals`)
  await isSound(page)
  await link(page, t('goals:add')).first().click()
  await isSound(page)
  await page.getByLabel(t('goals:new.words')).fill(goal.words)
  await tick(page.getByLabel(t(`goals:category.${goal.category}`), { exact: true }))
  const step = page.getByRole('group', { name: t('goals:new.step', { n: 1 }), exact: true })
  await step.getByLabel(t('goals:one.stepWords')).fill(goal.step)
  await step.getByLabel(t('goals:new.owner')).selectOption({ label: goal.owner })
  await fillDay(step.getByRole('group', { name: t('goals:new.due') }), inDays(12))
  await button(page, t('goals:new.save')).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(goal.words)
  await expect(page.getByText(t('goals:done.added'))).toBeVisible()
  await expect(page.getByRole('main').locator('section').first()).toContainText(goal.step)
  await expect(page.getByRole('main').locator('section').first()).toContainText(goal.owner)
  await isSound(page)
}

/** On the goal's own page: says how it is going, from 0 to 10, and sees it. */
async function saysHowItGoes(page: Page, goal: Goal): Promise<void> {
  const { t } = say[goal.lang]
  await tick(page.getByRole('group', { name: t('goals:one.howGoingHint') }).getByLabel(String(goal.score), { exact: true }))
  await page.getByLabel(t('goals:one.note')).fill(goal.note)
  await button(page, t('goals:one.saveRating')).first().click()
  await expect(page.getByText(t('goals:done.rated'))).toBeVisible()
  await expect(page.getByRole('main').getByRole('img', { name: t('goals:progress', { score: goal.score }) })).toBeVisible()
  await expect(page.getByRole('main')).toContainText(goal.note)
  await isSound(page)
}

bothWays(({ name }) => {
  test('Marta adds a goal with a step, who does it and by when, and later says how it is going', async ({ page }) => {
    const goal: Goal = { lang: 'pl', words: `Więcej snu, ${name}`, step: 'Telefony do kuchni o dziewiątej', owner: 'Sam Adeyemi', category: 'health', score: 4, note: 'Trochę lepiej niż w zeszłym tygodniu.' }
    await as(page, 'marta')
    await addsGoal(page, goal)
    await saysHowItGoes(page, goal)
    // Her words are hers, in her language, wherever they stand.
    await expect(page.getByRole('heading', { level: 1 }).locator('[lang=pl]')).toHaveText(goal.words)
    await page.goto(`${await familyOf(page)}/plan`)
    await expect(page.getByRole('main')).toContainText(goal.words)
  })

  test('a goal without words says so beside the field, keeps everything else, and can then be added', async ({ page }) => {
    await as(page, 'daniel')
    await page.goto(`${await familyOf(page)}/goals/new`)
    await tick(page.getByLabel('School and learning'))
    await page.getByLabel('What is the step?').first().fill('Ask the school')
    await button(page, 'Add this goal').click()
    const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' })
    await expect(summary.getByRole('link', { name: 'Write something here' })).toHaveAttribute('href', '#words')
    await expect(page.locator('.esum')).toBeFocused()
    await expect(page.getByLabel('School and learning')).toBeChecked()
    await expect(page.getByLabel('What is the step?').first()).toHaveValue('Ask the school')
    await isSound(page)
    // A step that is begun needs somebody and a day.
    await page.getByLabel('What do you want to change?').fill(`Chidi reads aloud, ${name}`)
    await button(page, 'Add this goal').click()
    await expect(summary.getByRole('link')).toHaveAttribute('href', '#owner-0')
    await page.getByLabel('Who will do it?').first().selectOption({ label: 'Daniel Okafor' })
    await fillDay(page.getByRole('group', { name: 'By when?' }).first(), inDays(5))
    await button(page, 'Add this goal').click()
    await expect(page.getByText('Your goal is in the plan.')).toBeVisible()

    await test.step('the step is ticked, another one added, and the goal is reached', async () => {
      await button(page, /^Done ?: Ask the school$/).click()
      await expect(page.getByText('Well done. The step is ticked.')).toBeVisible()
      await page.getByText('Add a step').click()
      await page.getByLabel('What is the step?').fill('Read together on Sunday')
      await page.getByLabel('Who will do it?').selectOption({ label: 'Daniel Okafor' })
      await fillDay(page.getByRole('group', { name: 'By when?' }), inDays(8))
      await button(page, 'Add this step').click()
      await expect(page.getByText('The step is added.')).toBeVisible()
      await tick(page.getByLabel('We are there'))
      await button(page, 'Save').last().click()
      await expect(page.getByText('We are there. Well done.')).toBeVisible()
      await isSound(page)
    })
  })

  test('the same form sent twice adds one goal', async ({ page }) => {
    const words = `Only once, ${name}`
    await as(page, 'daniel')
    const family = await familyOf(page)
    await page.goto(`${family}/goals/new`)
    await page.getByLabel('What do you want to change?').fill(words)
    await tick(page.getByLabel('Money and work'))
    const fields = await page.locator('main form').evaluate((form) => new URLSearchParams([...new FormData(form as HTMLFormElement)] as [string, string][]).toString())
    const send = () => page.request.post(`${family}/goals/new`, { data: `${fields}&intent=add`, headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: new URL(page.url()).origin }, maxRedirects: 0 })
    const answers = await Promise.all([send(), send(), send()])
    expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303])
    expect(new Set(answers.map((answer) => answer.headers().location)).size).toBe(1)
    await page.goto(`${family}/goals`)
    await expect(page.getByRole('main').getByText(words)).toHaveCount(1)
  })
})

test.describe('on the narrowest phone, in Urdu', () => {
  test.use({ viewport: { width: 320, height: 568 } })

  test('Aisha adds a goal with a step and says how it is going', async ({ page }) => {
    await as(page, 'aisha')
    const goal: Goal = { lang: 'ur', words: 'ہفتے میں ایک بار باغ میں بیٹھنا', step: 'کرسی باہر رکھنا', owner: 'Imran Hussain', category: 'health', score: 6, note: 'آج دھوپ تھی۔' }
    await addsGoal(page, goal)
    await saysHowItGoes(page, goal)
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  })
})

test('with the keyboard alone Daniel signs in and adds a goal, and always sees where he is', async ({ page }) => {
  /** Presses Tab until the thing that is meant has the focus, which must be seen. */
  const tabTo = async (meant: string): Promise<void> => {
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const one = document.activeElement as HTMLElement
        const label = (one as HTMLInputElement).labels?.[0]?.textContent ?? one.textContent ?? ''
        const style = getComputedStyle(one)
        const nextTo = one.nextElementSibling ? getComputedStyle(one.nextElementSibling, '::before') : style
        // The summary of something closed shows it on its words.
        const words = one.tagName === 'SUMMARY' && one.firstElementChild ? getComputedStyle(one.firstElementChild) : style
        const seen = [style, nextTo, words].some((part) => parseFloat(part.outlineWidth) > 0 && part.outlineStyle !== 'none' || part.boxShadow !== 'none')
        return { label: label.trim(), seen, tag: one.tagName }
      })
      expect(at.tag, 'the focus is never lost').not.toBe('BODY')
      expect(at.seen, `the focus on "${at.label}" is seen`).toBe(true)
      if (at.label.startsWith(meant)) return
    }
    throw new Error(`Tab never comes to "${meant}"`)
  }
  await page.goto('/sign-in')
  await tabTo('E-mail address')
  await page.keyboard.type('daniel@demo.example')
  await tabTo('Password')
  await page.keyboard.type('our family plan')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello Daniel')
  await tabTo('Add a goal of your own')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add a goal')
  await tabTo('What do you want to change?')
  await page.keyboard.type('Learn to juggle')
  await tabTo('School and learning')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await tabTo('Add this goal')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Learn to juggle')
  await expect(page.getByRole('main')).toContainText('Growing up, for little ones')
  // What happened has the focus, so a screen reader begins there.
  await expect(page.locator('main :focus')).toContainText('Your goal is in the plan.')
})

bothWays(({ name }) => {
  test('a session that ended while she wrote loses nothing: she signs in, and the form is there, filled in', async ({ page }) => {
    const { t } = say.pl
    const words = `Napisane za długo, ${name}`
    await signIn(page, 'marta')
    const family = await familyOf(page)
    await page.goto(`${family}/goals/new`)
    await page.getByLabel(t('goals:new.words')).fill(words)
    await tick(page.getByLabel(t('goals:category.home'), { exact: true }))
    await endSession(page)
    await button(page, t('goals:new.save')).click()
    await expect(page).toHaveURL(/\/sign-in\?.*kept=yes/)
    await expect(page.getByRole('main')).toContainText(t('account:signIn.kept'))
    await isSound(page)
    await page.getByLabel(t('account:signIn.who')).fill('marta@demo.example')
    await page.getByLabel(t('account:signIn.password')).fill('our family plan')
    await page.getByRole('main').getByRole('button', { name: t('account:signIn.go'), exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`${family}/goals/new`))
    await expect(page.getByLabel(t('goals:new.words'))).toHaveValue(words)
    await expect(page.getByLabel(t('goals:category.home'), { exact: true })).toBeChecked()
    await expect(page.getByRole('main')).toContainText(t('errors:notSentYet'))
    await isSound(page)
    // Nothing was done without her: now she sends it.
    await button(page, t('goals:new.save')).click()
    await expect(page.getByText(t('goals:done.added'))).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words)
  })
})
