import { expect } from '@playwright/test'
import { as, bothWays, button, familyOf, isSound, link, test } from './site.ts'

bothWays(({ name }) => {
  test('Daniel puts Ada’s drawing beside what she says, with what it is; what is no picture is said beside the field; taken out it is gone', async ({ page }) => {
    const what = `A cat on a wall, ${name}`
    await as(page, 'daniel')
    const plan = `${await familyOf(page)}/plan`
    await page.goto(`${plan}/says`)
    await page.getByLabel('A drawing or a voice note').setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)">') })
    await page.getByLabel('What is it?').fill(what)
    await page.getByLabel('Whose words are these?').selectOption({ label: 'Ada Okafor' })
    await button(page, 'Add it').click()
    await expect(page.getByRole('main')).toContainText('We can take JPEG, PNG and WebP pictures')
    await expect(page.getByLabel('What is it?')).toHaveValue(what)
    await isSound(page)
    await page.getByLabel('A drawing or a voice note').setInputFiles('db/demo/ada-drawing.png')
    await button(page, 'Add it').click()
    await expect(page.getByRole('alert')).toContainText('That is in the plan.')
    const picture = page.getByRole('main').getByRole('img', { name: what })
    await picture.scrollIntoViewIfNeeded()
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480)
    await isSound(page)
    const address = (await picture.getAttribute('src'))!
    const opened = await page.request.get(address)
    expect([opened.status(), opened.headers()['content-type'], opened.headers()['content-security-policy'], opened.headers()['cache-control']]).toEqual([200, 'image/png', "default-src 'none'; frame-ancestors 'none'; sandbox", 'no-store'])
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: what })
    await row.getByRole('link', { name: /^Change/ }).click()
    await link(page, 'Take it out').click()
    await button(page, 'Take it out').click()
    await expect(page.getByRole('main')).not.toContainText(what)
    expect((await page.request.get(address)).status()).toBe(404)
  })

  test('a voice note is played by the browser’s own player', async ({ page }) => {
    const what = `Chidi sings, ${name}`
    await as(page, 'daniel')
    const plan = `${await familyOf(page)}/plan`
    await page.goto(`${plan}/says`)
    const sound = Buffer.alloc(8_044)
    sound.write('RIFF'); sound.writeUInt32LE(8_036, 4); sound.write('WAVEfmt ', 8); sound.writeUInt32LE(16, 16); sound.writeUInt16LE(1, 20); sound.writeUInt16LE(1, 22)
    sound.writeUInt32LE(8_000, 24); sound.writeUInt32LE(8_000, 28); sound.writeUInt16LE(1, 32); sound.writeUInt16LE(8, 34); sound.write('data', 36); sound.writeUInt32LE(8_000, 40)
    await page.getByLabel('A drawing or a voice note').setInputFiles({ name: 'song.wav', mimeType: 'audio/wav', buffer: sound })
    await page.getByLabel('What is it?').fill(what)
    await button(page, 'Add it').click()
    const player = page.getByRole('main').locator('figure', { hasText: what }).locator('audio')
    await expect(player).toHaveAttribute('controls', '')
    await isSound(page)
    await page.getByRole('main').getByRole('listitem').filter({ hasText: what }).getByRole('link', { name: /^Change/ }).click()
    await link(page, 'Take it out').click()
    await button(page, 'Take it out').click()
    await link(page, 'Say something').waitFor()
  })
})
