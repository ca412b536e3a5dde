/**
 * A whole family meeting, by seven people in seven windows and four languages: one with the script blocked, one who only writes beforehand.
 * What the forms hold is found by the names of their fields: while this journey runs, another may change the language in which Daniel and Sam read.
 */
import { expect, type Page } from '@playwright/test'
import type { Lang } from '#app/i18n/lang.ts'
import { demoAddress } from '#db/demo/people.ts'
import { inDays } from '../days.ts'
import { dayFields, refuses, says, send, unfolded, wordsOf } from '../named-fields.ts'
import { anotherWindow, as, complaintsOf, familyOf, isSound, link, newestCode, newestMessage, statusOf, test } from '../site.ts'
import { meetingOf, memberOf, messagesTo, opensRecord, tablesHolding } from '../world.ts'

interface Guest { readonly name: string; readonly relation: string; readonly address: string; readonly lang: Lang; /** What their phone asks for, how wide it is, and whether it runs scripts. */ readonly phone: { readonly locale: string; readonly width: number; readonly script: boolean } }

const aunt: Guest = { name: 'Zofia Okafor', relation: 'my brother’s wife', address: 'zofia@relatives.example', lang: 'pl', phone: { locale: 'pl-PL', width: 390, script: true } }
const uncle: Guest = { name: 'Yusuf Rahman', relation: 'their mother’s brother', address: 'yusuf@relatives.example', lang: 'ur', phone: { locale: 'en-GB', width: 360, script: false } }
const grandmother: Guest = { name: 'Edith Okafor', relation: 'my mother', address: 'edith@relatives.example', lang: 'en', phone: { locale: 'en-GB', width: 1280, script: true } }
const friend: Guest = { name: 'Nerys Owen', relation: 'a friend from next door', address: 'nerys@relatives.example', lang: 'cy', phone: { locale: 'cy-GB', width: 320, script: true } }
const guests = [aunt, uncle, grandmother, friend] as const

const question = 'Who is with us when my back goes again?'
const information = 'Chidi tells his teacher every joke that Ada signs.'
const asked = 'Czy ktoś pokaże mi, jak podnosić Adę?'
const answered = 'Yes. Lena shows it on two afternoons, at your home.'
/** What is said in private family time, and stays in it. */
const kept = { gran: 'Ask me about Christmas too.', begin: 'Let us begin with the nights.', view: 'I can be there on Sundays, but my hip does not carry Ada upstairs.', why: 'W środy pracuję do siódmej i nie zdążę.', worry: 'Beth os bydd eira ar y bwlch?', first: 'Zofia sy’n nôl y plant bob dydd Mercher am dri', open: 'یوسف ہر اتوار سب کے لیے کھانا پکائے گا' }
/** What is agreed there, and put into the plan. */
const agreed = { nights: 'Zofia sleeps here when Daniel cannot get up', school: 'Nerys sy’n nôl y plant o’r ysgol ar ddydd Mercher' }
const risk = 'Nobody of the two has signed with Ada in a car yet, and she unbuckles herself.'
const reply = 'Nerys goes with Daniel twice before she drives alone.'

/** Every page is looked at once in each language, and once more as it says that something is wrong. */
const seen = new Set<string>()
async function looks(page: Page): Promise<void> {
  const which = `${new URL(page.url()).pathname.replaceAll(/[0-9a-z]{20,}/g, '…')} ${await page.locator('html').getAttribute('lang')} ${statusOf(page)}`
  if (seen.has(which)) return
  seen.add(which)
  await isSound(page)
}

/** Sends a form of the page that is open, which leads to a page that says so: to that of `done`. */
async function sends(page: Page, intent: string, fields: Parameters<typeof send>[2], done: string): Promise<void> {
  await send(page, intent, fields)
  await expect(page).toHaveURL(new RegExp(`[?&]done=${done}\\b`))
  await looks(page)
}

/** Sends what is wrong, and is told. */
async function tries(page: Page, intent: string, fields: Parameters<typeof send>[2], field: string): Promise<void> {
  await send(page, intent, fields)
  await refuses(page, field, fields)
  await looks(page)
}

async function opens(page: Page, path: string): Promise<void> {
  expect((await page.goto(path))!.status(), path).toBe(200)
  await looks(page)
}

const reads = (page: Page, words: string) => expect(page.getByRole('main')).toContainText(words)
const readsNothingOf = (page: Page, words: string) => expect(page.getByRole('main')).not.toContainText(words)

/** By the link and the code that were sent to them, into the meeting in the language that they choose. */
async function joins(window: Page, { address, lang }: Guest): Promise<void> {
  const text = await newestMessage(window, address, /https?:\/\/\S+\/join\/\S+/)
  await opens(window, new URL(/https?:\/\/\S+\/join\/\S+/.exec(text)![0]).pathname)
  await readsNothingOf(window, 'Okafor')
  await sends(window, 'send', {}, 'sent')
  await send(window, 'code', { code: '000000' })
  await refuses(window, 'code')
  await looks(window)
  await send(window, 'code', { code: await newestCode(window, address) })
  await reads(window, 'Daniel Okafor')
  await looks(window)
  await send(window, 'join', { language: lang })
  await expect(window).toHaveURL(/\/account\/leaving/)
  await looks(window)
  await window.getByRole('main').getByRole('button').click()
  await expect(window).toHaveURL(/\/meetings\/[0-9a-z]{20}\?done=joined$/)
  await expect(window.locator('html')).toHaveAttribute('lang', lang)
  await reads(window, question)
  await looks(window)
}

/** Opens a proposal from the list, and answers it. */
async function answers(window: Page, decide: string, words: string, fields: Parameters<typeof send>[2]): Promise<void> {
  await opens(window, decide)
  await link(window, words).click()
  await sends(window, 'answer', fields, 'answered')
}

test('seven people hold a family meeting: asked for, got ready, decided among themselves, put into the plan, answered, accepted and looked back on', async ({ page: daniel }) => {
  test.setTimeout(480_000)
  const window = async ({ phone: { locale, width, script } }: Guest) => anotherWindow(daniel, script, { locale, viewport: { width, height: 740 } })
  const [zofia, yusuf, edith, nerys] = [await window(aunt), await window(uncle), await window(grandmother), await window(friend)]
  const [sam, grace] = [await anotherWindow(daniel), await anotherWindow(daniel)]
  const complaints = [zofia, yusuf, edith, nerys, sam, grace].map(complaintsOf)
  const inTheRoom = [daniel, zofia, yusuf, nerys]
  await Promise.all([as(daniel, 'daniel'), as(sam, 'sam'), as(grace, 'grace')])
  const family = await familyOf(daniel)
  const member = (name: string) => memberOf('Okafor', name)

  await test.step('Daniel says yes to the offer, and Sam names Grace', async () => {
    await opens(daniel, `${family}/meetings`)
    await tries(daniel, 'answer', {}, 'answer')
    await sends(daniel, 'answer', { answer: 'yes' }, 'yes')
    opensRecord(demoAddress('sam'), 'Okafor')
    await opens(sam, `${family}/meetings`)
    await reads(sam, 'Daniel Okafor')
    await tries(sam, 'name', {}, 'person')
    await send(sam, 'name', { person: (await sam.locator('.opt', { hasText: 'Grace Lim' }).locator('input').getAttribute('value'))! })
    await says(sam, 'meetings:done.named')
    opensRecord(demoAddress('grace'), 'Okafor')
  })

  await test.step('Daniel asks for the meeting in one question, and invites four by e-mail', async () => {
    await opens(daniel, `${family}/meetings/new`)
    await tries(daniel, 'ask', { question: '' }, 'question')
    await sends(daniel, 'ask', { question }, 'asked')
    await opens(daniel, `${new URL(daniel.url()).pathname}/guests`)
    await tries(daniel, 'invite', { name: aunt.name, relation: aunt.relation, address: 'zofia at home' }, 'address')
    for (const { name, relation, address, lang } of guests) await sends(daniel, 'invite', { name, relation, by: 'message', address, language: lang, 'say-name': 'yes' }, 'invited')
  })
  const meeting = `${family}/meetings/${meetingOf('Okafor')}`
  const [room, decide] = [`${meeting}/private`, `${meeting}/private/decide`]

  await test.step('they join by link and code, each in their language', async () => {
    await Promise.all([joins(zofia, aunt), joins(yusuf, uncle), joins(edith, grandmother), joins(nerys, friend)])
    await expect(yusuf.locator('html')).toHaveAttribute('dir', 'rtl')
  })

  await test.step('each says how they take part and what they need; Grace reads it, and says what is arranged', async () => {
    await Promise.all([daniel, zofia, yusuf, edith, nerys].map((one) => opens(one, `${meeting}/part`)))
    await Promise.all([
      sends(daniel, 'keep', { how: 'room', needs: ['childcare'], childcare: 'Ada and Chidi' }, 'kept'),
      tries(zofia, 'keep', { needs: ['fare'], fare: 'Z dworca' }, 'how').then(() => sends(zofia, 'keep', { how: 'room' }, 'kept')),
      tries(yusuf, 'keep', { how: 'phone', needs: ['interpreter'] }, 'interpreter-lang').then(() => sends(yusuf, 'keep', { 'interpreter-lang': 'ur' }, 'kept')),
      sends(edith, 'keep', { how: 'writing' }, 'kept'),
      sends(nerys, 'keep', { how: 'video', needs: ['food'], food: 'Dim cig' }, 'kept'),
    ])
    await opens(grace, `${meeting}/ready`)
    for (const need of ['Ada and Chidi', 'Z dworca', 'Dim cig']) await reads(grace, need)
    await send(grace.locator('section').filter({ hasText: 'Z dworca' }), 'arranged', { words: 'A ticket waits at the desk of the station' })
    await expect(grace).toHaveURL(/done=arranged/)
    await opens(zofia, `${meeting}/part`)
    await reads(zofia, 'A ticket waits at the desk of the station')
  })

  await test.step('Grace offers times, they mark them, she sets the day; all are told, and have it for their calendar', async () => {
    const times = `${meeting}/times?sitting=1`
    await opens(grace, times)
    await tries(grace, 'add', { ...dayFields('day', 12), time: '27:10' }, 'time')
    for (const days of [12, 14]) await sends(grace, 'add', { ...dayFields('day', days), time: '17:30' }, 'added')
    await sends(grace, 'ask', {}, 'asked')
    await Promise.all([daniel, zofia, yusuf, edith, nerys].map(async (one) => {
      await opens(one, `${meeting}/times`)
      const [first = ''] = await one.locator('main input[type=radio]').evaluateAll((all) => all.map((radio) => (radio as HTMLInputElement).name))
      if (one === yusuf) await tries(one, 'mark', {}, first)
      await sends(one, 'mark', { [first]: 'yes' }, 'marked')
      await readsNothingOf(one, one === edith ? friend.name : grandmother.name)
    }))
    await opens(grace, `${meeting}/sitting/1`)
    await tries(grace, 'keep', { time: '17:30', place: 'The library on Mill Lane', 'dial-in': '01632 960 116' }, 'day')
    await sends(grace, 'keep', { time: '' }, 'kept')
    await opens(grace, times)
    for (const { name } of guests) await reads(grace, name)
    const addresses = [demoAddress('daniel'), ...guests.map(({ address }) => address)]
    const before = addresses.map(messagesTo)
    await sends(grace, 'set', {}, 'set')
    addresses.forEach((address, at) => expect(messagesTo(address), `told to ${address}`).toBeGreaterThan(before[at]!))
    for (const one of [daniel, zofia, yusuf, edith, nerys]) {
      await opens(one, meeting)
      await expect(one.locator(`main a[href="${meeting}/calendar.ics"]`)).toBeVisible()
      expect(await (await one.request.get(`${meeting}/calendar.ics`)).text()).toMatch(new RegExp(`DTSTART[^\\n]*${inDays(12).replaceAll('-', '')}T`))
    }
    await expect(yusuf.locator('main a[href^="tel:"]').first()).toBeVisible()
  })

  await test.step('Sam writes what they should know; Daniel reads it first and shows it; the aunt asks, and Sam answers without learning who asked', async () => {
    const before = `${meeting}/information`
    await opens(daniel, before)
    await tries(daniel, 'members', {}, 'members')
    await sends(daniel, 'members', { members: member('Sam Adeyemi') }, 'asked')
    await opens(sam, before)
    await tries(sam, 'write', {}, 'well')
    await sends(sam, 'write', { well: information, help: 'A ramp by the spring.' }, 'written')
    await opens(zofia, before)
    await readsNothingOf(zofia, information)
    await opens(daniel, before)
    await reads(daniel, information)
    await sends(daniel, 'show', {}, 'shown')
    await Promise.all([zofia, yusuf, edith, nerys].map(async (one) => {
      await opens(one, before)
      await reads(one, information)
    }))
    await tries(zofia, 'question', { words: '' }, 'words')
    await sends(zofia, 'question', { words: asked }, 'question')
    await opens(sam, before)
    await reads(sam, asked)
    await readsNothingOf(sam, aunt.name)
    await tries(sam, 'answer', { answer: '' }, 'answer')
    await sends(sam, 'answer', { answer: answered }, 'answered')
    await readsNothingOf(sam, aunt.name)
    await opens(zofia, before)
    await reads(zofia, answered)
  })

  await test.step('the grandmother, who only writes, writes before private family time opens, and goes: until then it is hers alone', async () => {
    await opens(edith, meeting)
    await link(edith, (await wordsOf(edith))('ready:how.write')).click()
    await says(edith, 'rooms:never')
    await tries(edith, 'before', { words: '' }, 'words')
    await sends(edith, 'before', { words: kept.view }, 'before')
    await sends(edith, 'before', { words: `${kept.view} ${kept.gran}` }, 'before')
    for (const one of [daniel, zofia, yusuf, nerys]) {
      await opens(one, room)
      await readsNothingOf(one, kept.view)
    }
    await edith.context().close()
  })

  await test.step('Daniel opens private family time: what she wrote is read first, and what is said then at once', async () => {
    await opens(daniel, room)
    await tries(daniel, 'open', {}, 'facilitator')
    await sends(daniel, 'open', { facilitator: member('Daniel Okafor') }, 'open')
    // The line of the friend's phone is slow: what comes before it is there is read when it is.
    let isThere = () => {}
    const aWhile = new Promise<void>((resolve) => {
      isThere = resolve
    })
    await nerys.route(/\/private\/live\b/, (route) => aWhile.then(() => route.continue()))
    await Promise.all([zofia, yusuf, nerys].map((one) => opens(one, room)))
    for (const one of inTheRoom) await reads(one, kept.gran)
    await tries(daniel, 'write', { words: '' }, 'words')
    await sends(daniel, 'write', { words: kept.begin }, 'written')
    isThere()
    for (const one of [zofia, nerys]) await reads(one, kept.begin)
    await readsNothingOf(yusuf, kept.begin)
    await yusuf.reload()
    await reads(yusuf, kept.begin)
  })

  await test.step('Daniel names who must agree: not the grandmother, who is not there', async () => {
    await opens(daniel, decide)
    for (const box of await daniel.locator('main [name=agree]').all()) if (await box.isChecked()) await (await unfolded(box)).uncheck({ force: true })
    await tries(daniel, 'agree', {}, 'agree')
    await sends(daniel, 'agree', { agree: [member('Daniel Okafor'), ...[aunt, uncle, friend].map(({ name }) => member(name))] }, 'agree')
  })

  await test.step('Daniel proposes, and all agree: at once where a page has its script, by reading it again where it has none', async () => {
    await Promise.all([zofia, yusuf, nerys].map((one) => opens(one, decide)))
    await tries(daniel, 'propose', { words: agreed.nights, ...dayFields('due', 20), needs: 'nothing' }, 'owner-name')
    await sends(daniel, 'propose', { owner: member(aunt.name) }, 'proposed')
    for (const one of [zofia, nerys]) await reads(one, agreed.nights)
    await readsNothingOf(yusuf, agreed.nights)
    await yusuf.reload()
    await reads(yusuf, agreed.nights)
    await Promise.all(inTheRoom.map((one) => answers(one, decide, agreed.nights, { stance: 'yes' })))
    for (const one of [daniel, zofia, nerys]) await says(one, 'proposals:standing.stands')
    await yusuf.reload()
    await says(yusuf, 'proposals:standing.stands')
  })

  await test.step('the friend proposes; the aunt says no and why, it is said in other words, and all agree', async () => {
    await Promise.all([daniel, zofia, nerys].map((one) => opens(one, decide)))
    await sends(nerys, 'propose', { words: kept.first, owner: member(aunt.name), ...dayFields('due', 25), needs: 'nothing' }, 'proposed')
    await link(zofia, kept.first).click()
    await tries(zofia, 'answer', { stance: 'no', why: '' }, 'why')
    await sends(zofia, 'answer', { why: kept.why }, 'answered')
    for (const one of [daniel, nerys]) await reads(one, kept.why)
    await says(daniel, 'proposals:standing.sent-back')
    await yusuf.goto(decide)
    await reads(yusuf, kept.why)
    await link(nerys, kept.first).click()
    await link(nerys, (await wordsOf(nerys))('proposals:form.again')).click()
    await sends(nerys, 'propose', { words: agreed.school, owner: member(friend.name) }, 'proposed')
    await reads(daniel, agreed.school)
    await readsNothingOf(daniel, kept.first)
    await Promise.all(inTheRoom.map((one) => answers(one, decide, agreed.school, { stance: 'yes' })))
    await says(daniel, 'proposals:standing.stands')
  })

  await test.step('the uncle proposes without a script; one says yes with a worry, and it stays open', async () => {
    await opens(yusuf, decide)
    await sends(yusuf, 'propose', { words: kept.open, owner: member(uncle.name), ...dayFields('due', 30), needs: 'nothing' }, 'proposed')
    await opens(nerys, decide)
    await link(nerys, kept.open).click()
    await tries(nerys, 'answer', { stance: 'yes-but', worry: '' }, 'worry')
    await sends(nerys, 'answer', { worry: kept.worry }, 'answered')
    await answers(daniel, decide, kept.open, { stance: 'yes' })
    await reads(daniel, kept.worry)
    await says(daniel, 'proposals:standing.open')
  })

  await test.step('Sam, Grace and Priya find no page of the room, nor what is behind one', async () => {
    const one = new URL(daniel.url()).pathname
    const priya = await anotherWindow(daniel)
    await as(priya, 'priya')
    for (const [path, route] of [[room, 'room'], [`${room}/tell`, 'room-tell'], [decide, 'room-decide'], [one, 'room-proposal'], [`${room}/live`, 'room-live']]) {
      if (route !== 'room-live') expect((await daniel.request.get(path!)).status()).toBe(200)
      for (const theirs of [sam, grace, priya]) for (const way of [path!, `${path}?_data=routes%2Ffamily%2F${route}`]) expect((await theirs.request.get(way, { maxRedirects: 0 })).status(), way).toBe(404)
    }
    await priya.context().close()
  })

  await test.step('what is agreed is put into the plan; Daniel completes a part, and sends it', async () => {
    await opens(daniel, decide)
    await tries(daniel, 'put', {}, 'kept')
    await sends(daniel, 'put', { kept: 'everybody' }, 'put-in')
    for (const words of Object.values(agreed)) await reads(daniel, words)
    for (const words of Object.values(kept)) await readsNothingOf(daniel, words)
    await opens(sam, `${meeting}/plan`)
    await readsNothingOf(sam, agreed.nights)
    await daniel.locator('main a[href*="/plan/part?part="]', { hasText: agreed.nights }).click()
    await looks(daniel)
    await tries(daniel, 'save', { words: '', otherwise: 'Daniel rings Sam' }, 'words')
    await sends(daniel, 'save', { words: agreed.nights, checks: member(uncle.name) }, 'part')
    await tries(daniel, 'send', { words: 'This is what we want.' }, 'again')
    await sends(daniel, 'send', dayFields('again', 40), 'sent')
  })

  await test.step('Sam says “not yet” to one part, and why; Daniel changes it and answers; Sam accepts', async () => {
    await opens(sam, `${meeting}/plan`)
    const [nights = '', school = ''] = await sam.locator('main textarea[name^="risk-"]').evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).name))
    await tries(sam, 'not-yet', {}, nights)
    await sends(sam, 'not-yet', { [school]: risk }, 'not-yet')
    await opens(daniel, `${meeting}/plan`)
    await reads(daniel, risk)
    await daniel.locator('main a[href*="/plan/part?part="]', { hasText: agreed.school }).click()
    await looks(daniel)
    await sends(daniel, 'save', { answer: reply, ...dayFields('due', 35) }, 'part')
    await sends(daniel, 'send', {}, 'sent')
    await opens(sam, `${meeting}/plan`)
    await reads(sam, reply)
    await sends(sam, 'accept', {}, 'accepted')
  })

  await test.step('the part stands in the support plan, and says that it was agreed at the meeting', async () => {
    await opens(daniel, `${family}/plan`)
    await reads(daniel, agreed.nights)
    await opens(daniel, `${meeting}/plan`)
    await daniel.locator('main a[href*="/plan/promise/"]', { hasText: agreed.nights }).click()
    await reads(daniel, agreed.nights)
    await expect(daniel.locator(`main a[href="${meeting}/plan"]`)).toContainText(question)
    await looks(daniel)
  })

  await test.step('the uncle reads the accepted plan, and says how a part went', async () => {
    await opens(yusuf, `${meeting}/plan`)
    for (const words of Object.values(agreed)) await reads(yusuf, words)
    await tries(yusuf, 'went', { 'went-words': 'سب اچھا رہا' }, 'went')
    await sends(yusuf, 'went', { went: 'well' }, 'went')
    await opens(daniel, `${meeting}/plan`)
    await reads(daniel, 'سب اچھا رہا')
  })

  await test.step('Daniel takes back the friend’s place: from her next request on nothing is there', async () => {
    await opens(nerys, meeting)
    await opens(daniel, `${meeting}/guests`)
    await send(daniel.locator('main div:has(> form)').filter({ hasText: friend.name }), 'withdraw')
    await says(daniel, 'ready:guests.withdrawn')
    for (const path of [meeting, room, decide, `${meeting}/plan`, family]) expect((await nerys.goto(path))!.status(), path).toBe(404)
  })

  expect(tablesHolding(Object.values(kept)), 'what was said in private family time, outside of it').toEqual([])
  expect(tablesHolding(Object.values(agreed))).not.toEqual([])
  expect(complaints.flat(), 'what the browsers complained of').toEqual([])
  await Promise.all([zofia, yusuf, nerys, sam, grace].map((one) => one.context().close()))
})
