import { expect } from '@playwright/test'
import { anotherWindow, as, bothWays, button, familyOf, isSound, link, statusOf, test, tick } from './site.ts'

bothWays(({ name, script }) => {
  test('Daniel writes to Sam, who finds it on the desk and answers without giving another reason; then nothing waits', async ({ page }) => {
    const [topic, words] = [`Summer, ${name}`, `Is there a place for Chidi too?\n\nHe is ten. (${name})`]
    await as(page, 'daniel')
    const family = await familyOf(page)
    await link(page, 'Write to Sam').click()
    await expect(page.getByLabel('Sam Adeyemi, your lead professional')).toBeChecked()
    await isSound(page)
    await button(page, 'Send').click()
    await expect(page.getByRole('alert').first()).toContainText('There is a problem')
    await isSound(page)
    await page.getByLabel('What is it about?').fill(topic)
    await page.getByLabel('Your message').fill(words)
    await button(page, 'Send').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(topic)
    await expect(page.getByRole('main')).toContainText('You and Sam Adeyemi can read this.')
    await isSound(page)
    const conversation = new URL(page.url()).pathname

    const sam = await anotherWindow(page, script)
    await as(sam, 'sam')
    await sam.goto('/desk')
    await expect(sam.getByRole('main')).toContainText('Okafor: a message for you')
    await sam.locator(`main a[href="${conversation}"]`).click()
    await expect(sam.getByRole('heading', { level: 1 })).toHaveText(topic)
    await expect(sam.getByRole('main')).toContainText('He is ten.')
    await isSound(sam)
    await sam.getByLabel('Your answer').fill(`Yes, for both. (${name})`)
    await button(sam, 'Send').click()
    await expect(sam.getByRole('alert')).toContainText('Your message is sent.')
    await sam.goto('/desk')
    await expect(sam.locator(`main a[href="${conversation}"]`)).toHaveCount(0)
    await sam.context().close()

    await page.goto(family)
    await expect(page.getByRole('main')).toContainText('There is a message for you.')
    // Nothing of it stands there for whoever looks over a shoulder.
    await expect(page.getByRole('main')).not.toContainText(topic)
    await link(page, /^Read it$/).click()
    await expect(page.getByRole('main')).toContainText(`Yes, for both. (${name})`)
    await page.goto(family)
    await expect(page.getByRole('main')).not.toContainText('There is a message for you.')

    // And the family reads that Sam opened it, and why; or the reason that he has given for the record in another journey.
    await page.goto(`${family}/sharing/looked`)
    await expect(page.getByRole('main')).toContainText(/Sam Adeyemi looked at your messages at \d\d:\d\d\. The reason: (a message to them|you asked for it)/)
  })

  test('Imran and Sam talk, and his mum finds no trace of it; he keeps a note, changes it, and throws it away', async ({ page }) => {
    await as(page, 'imran')
    const family = await familyOf(page)
    const mother = await anotherWindow(page, script)
    await as(mother, 'aisha')
    const read = async () => {
      const texts: string[] = []
      for (const path of ['/messages', '/notes']) {
        await mother.goto(`${family}${path}`)
        texts.push(await mother.getByRole('main').innerText())
      }
      return texts
    }
    const before = await read()

    await page.goto(`${family}/messages`)
    await expect(page.getByRole('main')).toContainText('Can we talk on Friday')
    await isSound(page)
    await link(page, 'Write a message').click()
    await expect(page.getByRole('main')).toContainText('Aisha')
    await expect(page.getByRole('main')).toContainText('If somebody could be badly hurt')
    await isSound(page)
    await tick(page.getByLabel('Sam Adeyemi, your lead professional'))
    await page.getByLabel('What is it about?').fill(`The nights, ${name}`)
    await page.getByLabel('Your message').fill('I do not sleep well.')
    await button(page, 'Send').click()
    const conversation = page.url()
    await mother.goto(conversation)
    expect(statusOf(mother)).toBe(404)

    await page.goto(`${family}/messages`)
    await link(page, 'Open my notes').click()
    await isSound(page)
    await link(page, 'Write a note').click()
    await isSound(page)
    await page.getByLabel('Your note').fill(`What I want to say, ${name}`)
    await button(page, 'Keep this note').click()
    await expect(page.getByRole('main')).toContainText('Only you can see this.')
    await isSound(page)
    const note = page.url()
    await mother.goto(note)
    expect(statusOf(mother)).toBe(404)
    expect(await read()).toEqual(before)

    await page.getByText('Change it, or who can see it').click()
    await page.getByLabel('Your note').fill('')
    await button(page, 'Save').click()
    await isSound(page)
    await page.getByLabel('Your note').fill(`What I want to say to Mum, ${name}`)
    await tick(page.getByLabel('Aisha Hussain'))
    await button(page, 'Save').click()
    await expect(page.getByRole('main')).toContainText('You and Aisha Hussain can see this.')
    await mother.goto(note)
    await expect(mother.getByRole('main')).toContainText(`What I want to say to Mum, ${name}`)
    await page.getByText('Throw it away').click()
    await button(page, 'Throw this note away').click()
    await expect(page.getByRole('main')).not.toContainText(name)
    expect(await read()).toEqual(before)
    await mother.context().close()
  })

  test('Tariq writes to Sam alone, and can leave what he was asked into', async ({ page }) => {
    const topic = `Thursdays, ${name}`
    await as(page, 'aisha')
    const family = await familyOf(page)
    await page.goto(`${family}/messages/new`)
    await tick(page.locator('main label', { hasText: 'Tariq Hussain' }).locator('xpath=preceding-sibling::input'))
    await page.locator('main input[name=topic]').fill(topic)
    await page.locator('main textarea[name=words]').fill('Can you collect Sana?')
    await page.locator('main form button[value=send]').click()
    const conversation = page.url()

    await as(page, 'tariq')
    await page.goto(family)
    await link(page, /^Read it$/).click()
    await expect(page).toHaveURL(new URL(conversation).pathname)
    await isSound(page)
    await page.getByText('Leave this conversation').click()
    await button(page, 'Leave it').click()
    await expect(page.getByRole('alert')).toContainText('You have left the conversation.')
    await expect(page.getByRole('main')).not.toContainText(topic)
    await link(page, 'Write a message').click()
    await expect(page.getByRole('checkbox')).toHaveCount(1)
    await expect(page.getByLabel('Sam Adeyemi, your lead professional')).toBeVisible()
    await page.goto(conversation)
    expect(statusOf(page)).toBe(404)
  })
})
