import { expect } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, say, statusOf, test, tick } from './site.ts'
import { inDays } from './days.ts'
import { thingsOf } from './world.ts'

bothWays(({ name, script }) => {
  test('Imran keeps a goal to himself and Sam; his mother finds no trace of it; then he shows it to her', async ({ page }) => {
    const words = `Sleep before midnight, ${name}`
    await as(page, 'imran')
    const family = await familyOf(page)
    const mother = await anotherWindow(page, script)
    await as(mother, 'aisha')
    const pages = [family, `${family}/goals`, `${family}/plan`, `${family}/people`]
    const read = async () => {
      const texts: string[] = []
      for (const path of pages) {
        await mother.goto(path)
        texts.push(await mother.getByRole('main').innerText())
      }
      return texts
    }

    await page.goto(`${family}/goals/new`)
    await expect(page.getByRole('main')).toContainText('Aisha')
    await expect(page.getByRole('main')).toContainText('If somebody could be badly hurt, your lead professional may have to tell others.')
    await isSound(page)
    await page.getByLabel('What do you want to change?').fill(words)
    await tick(page.getByLabel('Body and mind'))
    await tick(page.getByLabel('Only me and the people I tick'))
    await tick(page.getByLabel('Sam Adeyemi, your lead professional'))
    await button(page, 'Add this goal').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words)
    expect((await read()).join('\n')).not.toContain(words)

    // The next question begins with the answer to this one.
    await page.goto(`${family}/plan/good`)
    await expect(page.getByLabel('Only me and the people I tick')).toBeChecked()
    await expect(page.getByLabel('Sam Adeyemi, your lead professional')).toBeChecked()

    // His own lists carry no lock: somebody may be looking over his shoulder.
    await page.goto(`${family}/goals`)
    const kept = await page.locator('li', { hasText: words }).innerHTML()
    expect(kept).not.toMatch(/lock|private|only you|hidden|kept/i)

    await page.getByRole('link', { name: words }).click()
    await link(page, 'Change who can see this').click()
    await isSound(page)
    await tick(page.getByLabel('Aisha Hussain'))
    await button(page, 'Keep this').click()
    await expect(page.getByRole('alert')).toContainText('What you chose holds from now on.')
    expect((await read()).join('\n')).toContain(words)

    // Before he hides it again he reads who may have seen it.
    await link(page, 'Change who can see this').click()
    await expect(page.getByRole('main').locator('section').filter({ hasText: 'Who may have seen it already' })).toContainText('Aisha Hussain')
    await page.getByLabel('Aisha Hussain').uncheck({ force: true })
    await button(page, 'Keep this').click()
    expect((await read()).join('\n')).not.toContain(words)
    await mother.context().close()
  })

  test('Marta hides a step from nobody by mistake: the question names people, in Polish, and what was wrong is said', async ({ page }) => {
    const { t } = say.pl
    await as(page, 'marta')
    await page.goto(`${await familyOf(page)}/goals`)
    await page.getByRole('main').getByRole('link').filter({ hasText: 'Poranki bez łez' }).first().click()
    if (script) await page.getByText(t('goals:one.addStep')).click()
    else await page.locator('details summary').first().click()
    await page.getByLabel(t('goals:one.stepWords')).fill(`Zadzwonić, ${name}`)
    await page.getByLabel(t('goals:new.owner')).selectOption({ label: 'Marta Kowalczyk' })
    await button(page, t('goals:one.saveStep')).click()
    await expect(page.getByLabel(t('goals:one.stepWords'))).toHaveValue(`Zadzwonić, ${name}`)
    await isSound(page)
  })

  test('Aisha keeps a step of an open goal to herself and Sam: for Imran it is not there, nor counted; Tariq leaves what he was shown', async ({ page }) => {
    const words = `Zadig, ${name}`
    const { family } = thingsOf('Hussain')
    await as(page, 'imran')
    const read = async () => {
      const texts: string[] = []
      for (const path of ['', '/goals', '/plan']) {
        await page.goto(`/families/${family}${path}`)
        texts.push(await page.getByRole('main').innerText())
      }
      return texts
    }
    const mother = await anotherWindow(page, script)
    await as(mother, 'aisha')
    await mother.goto(`/families/${family}/goals/new`)
    await mother.locator('main textarea[name=words]').fill(`Zadie, ${name}`)
    await tick(mother.locator('main input[name=category]').first())
    await tick(mother.locator('main input[name=who-sees][value=everybody]'))
    const tariq = mother.locator('main input[name=share-with]').first()
    await tick(tariq)
    await mother.locator('main form button[value=add]').click()
    const goal = new URL(mother.url()).pathname
    expect((await read()).join('\n')).toContain(`Zadie, ${name}`)

    await mother.locator('main details summary').first().click()
    await mother.locator('main input[name=step]').fill(words)
    await mother.locator('main select[name=owner]').selectOption({ label: 'Aisha Hussain' })
    const [year, month, day] = inDays(9).split('-')
    for (const [part, value] of [['day', day], ['month', month], ['year', year]] as const) await mother.locator(`main input[name="due-${part}"]`).fill(value!)
    await tick(mother.locator('main input[name=who-sees][value=named]'))
    await tick(mother.locator('main input[name=seen-by][value=lead]'))
    await mother.locator('main form button[value=step]').click()
    await expect(mother.getByRole('main')).toContainText(words)
    await mother.context().close()
    expect((await read()).join('\n')).not.toContain(words)
    await page.goto(goal)
    await expect(page.getByRole('main')).not.toContainText(words)

    await as(page, 'tariq')
    await page.goto(goal)
    await link(page, 'I do not want to see this any more').click()
    await expect(page.getByRole('main')).not.toContainText('Imran')
    await isSound(page)
    await button(page, 'I do not want to see this any more').click()
    await expect(page.getByRole('alert')).toContainText('You no longer see it.')
    await page.goto(goal)
    expect(statusOf(page)).toBe(404)
  })

  test('Sam notes whom Leo trusts, and that his parents may know', async ({ page }) => {
    await as(page, 'sam')
    const { family } = thingsOf('Kowalczyk-Bailey')
    await page.goto(`/desk/families/${family}?to=/families/${family}/people`)
    await tick(page.getByLabel('They asked me to'))
    await button(page, 'Open the record').click()
    await link(page, 'Leo Bailey').click()
    await page.getByLabel('Whom does Leo trust?').selectOption({ label: 'Kasia Nowak' })
    await button(page, 'Name this person').click()
    await isSound(page)
    await tick(page.getByRole('group', { name: 'May the parents know?' }).getByLabel('Yes'))
    await button(page, 'Name this person').click()
    await expect(page.getByRole('alert')).toContainText('It is written down.')
    await expect(page.getByRole('main')).toContainText('Leo can talk to Kasia Nowak.')
    await isSound(page)
  })
})
