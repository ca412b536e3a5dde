import { expect, type Page } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, say, test, tick } from './site.ts'
import { thingsOf } from './world.ts'

/** Somebody who helps opens a page of a family for a reason. */
async function opens(page: Page, family: string, path: string): Promise<void> {
  await page.goto(`/desk/families/${family}?to=/families/${family}${path}`)
  await tick(page.getByLabel('They asked me to'))
  await button(page, 'Open the record').click()
  await expect(page).toHaveURL(`/families/${family}${path}`)
}

bothWays(({ name, script }) => {
  test('Imran says with one tap that he looks after somebody, and asks by himself; his mother finds no trace, Sam answers', async ({ page }) => {
    const { family } = thingsOf('Hussain')
    const answer = `We can meet on Thursday at the hub, ${name}`
    const [mother, sam] = [await anotherWindow(page, script), await anotherWindow(page, script)]
    await as(mother, 'aisha')
    await as(sam, 'sam')
    const caring = async () => {
      await mother.goto(`/families/${family}/caring`)
      return mother.getByRole('main').innerText()
    }
    const before = await caring()

    // What he asked for before is answered first; an answer without words is not one.
    await opens(sam, family, '/caring')
    await tick(sam.getByLabel('Done'))
    await button(sam, 'Send the answer').click()
    await expect(sam.getByRole('alert')).toContainText('There is a problem')
    await expect(sam.getByLabel('Done')).toBeChecked()
    await isSound(sam)
    await sam.getByLabel('Your answer').fill(answer)
    await button(sam, 'Send the answer').click()
    await expect(sam.getByRole('alert')).toContainText('Your answer is sent.')
    await isSound(sam)

    await as(page, 'imran')
    await page.goto(await familyOf(page))
    await button(page, 'I look after somebody').click()
    await expect(page.getByRole('alert')).toContainText('Thank you for telling us. We have told nobody.')
    await expect(page.getByRole('main')).toContainText(answer)
    await isSound(page)
    await expect(page.getByRole('group', { name: 'Who else may know?' }).getByLabel('Aisha Hussain')).not.toBeChecked()
    await tick(page.getByRole('group', { name: 'Who would you like to talk to?' }).getByLabel('Sam Adeyemi'))
    await button(page, 'Ask for it').click()
    await expect(page.getByRole('alert')).toContainText('We have your question.')
    await expect(page.getByRole('main')).toContainText('Sam Adeyemi answers by')
    await expect(button(page, 'Ask for it')).toHaveCount(0)
    await isSound(page)

    expect(await caring()).toBe(before)
    // What else stands on her pages others may have changed meanwhile: nothing of this is there.
    for (const path of ['', '/plan', '/goals', '/people', '/appointments', '/sharing']) {
      await mother.goto(`/families/${family}${path}`)
      await expect(mother.getByRole('main')).not.toContainText(answer)
    }
    await sam.goto('/desk')
    await expect(sam.getByRole('main')).toContainText('Hussain: somebody asks for a young carer’s assessment')
    await Promise.all([mother.context().close(), sam.context().close()])
  })

  test('Joy reads what school and health of Eli are, and Dean only the school; what no longer holds goes', async ({ page }) => {
    const { family } = thingsOf('Reid')
    const [school, health] = ['Wendle Academy', 'Sleeps badly before contact days']
    await as(page, 'joy')
    await page.goto(`/families/${family}/people`)
    await link(page, 'Eli Reid').click()
    for (const words of [school, health]) await expect(page.getByRole('main')).toContainText(words)
    await isSound(page)

    const words = `New glasses, ${name}`
    await link(page, 'Add something to know').click()
    await page.getByLabel('In your words').fill(words)
    await button(page, 'Add it').click()
    await expect(page.getByLabel('In your words')).toHaveValue(words)
    await isSound(page)
    await tick(page.getByLabel('Health'))
    await button(page, 'Add it').click()
    await expect(page.getByRole('alert')).toContainText('It is added.')
    await expect(page.getByRole('main')).toContainText(words)

    const father = await anotherWindow(page, script)
    await as(father, 'dean')
    await father.goto(`/families/${family}/people`)
    await link(father, 'Eli Reid').click()
    await expect(father.getByRole('main')).toContainText(school)
    for (const kept of [health, words]) await expect(father.getByRole('main')).not.toContainText(kept)
    await isSound(father)
    await father.context().close()

    await button(page, new RegExp(words)).click()
    await expect(page.getByRole('alert')).toContainText('It no longer stands here.')
    await expect(page.getByRole('main')).not.toContainText(words)
  })

  test('Tanya reads and downloads what is held about her; erasing asks twice', async ({ page }) => {
    await as(page, 'tanya')
    await page.goto('/account')
    await link(page, 'What is held about you').click()
    const main = page.getByRole('main')
    for (const hers of ['tanya@demo.example', 'My own front door by the summer', 'I read to Maya on the phone every evening.']) await expect(main).toContainText(hers)
    for (const others of ['joy@demo.example', 'Eli settles at his new school']) await expect(main).not.toContainText(others)
    await isSound(page)

    const file = await page.request.get((await link(page, 'Download all of it as a file').getAttribute('href'))!)
    expect([file.status(), file.headers()['content-type'], file.headers()['content-disposition'], file.headers()['cache-control']]).toEqual([200, 'application/json; charset=utf-8', 'attachment; filename="data.json"', 'no-store'])
    const copy = (await file.json()) as Record<string, Record<string, unknown>[]>
    expect(copy.goals!.map((goal) => goal.words)).toContain('My own front door by the summer')
    expect(copy.person).toMatchObject([{ name: 'Tanya Reid', email: 'tanya@demo.example' }])
    expect(JSON.stringify(copy)).not.toContain('joy@demo.example')

    await button(page, 'Erase what is mine').click()
    await expect(page.getByRole('alert')).toContainText('There is a problem')
    await isSound(page)
    await expect(page.getByText('You have asked for it.')).toHaveCount(0)
  })

  test('Marta says in Polish that a line is not right: it stands beside the line, which stays as it was', async ({ page }) => {
    const { t } = say.pl
    const words = `Termin jest w środę, ${name}`
    const line = 'Ask the landlord for a payment plan for the rent'
    await as(page, 'marta')
    await page.goto(`${await familyOf(page)}/plan`)
    const beside = page.getByRole('main').getByRole('listitem').filter({ hasText: line })
    await beside.getByRole('link', { name: t('data:notRight.link') }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('data:notRight.title'))
    await isSound(page)
    await button(page, t('data:notRight.go')).click()
    await expect(page.getByRole('alert')).toContainText(t('errors:thereIsAProblem'))
    await isSound(page)
    await page.getByLabel(t('data:notRight.words')).fill(words)
    await button(page, t('data:notRight.go')).click()
    await expect(page.getByRole('alert')).toContainText(t('data:notRight.done.said'))
    const original = page.getByRole('main').locator('section').filter({ has: page.getByRole('heading', { name: t('data:notRight.original') }) })
    await expect(original.locator('[lang=en]').first()).toHaveText(line)
    await expect(original).toContainText(words)
    await isSound(page)
    await page.goto(`${await familyOf(page)}/plan`)
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: line })).toContainText(words)
  })
})
