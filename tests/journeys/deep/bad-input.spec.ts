/**
 * Bad input on every form of the site: empty, too long, a megabyte, of the wrong kind, HTML, a field changed that nobody
 * sees, everything twice, and chance. Each is answered with a page that says what is wrong, and changes nothing.
 */
import { expect, type Page } from '@playwright/test'
import fc from 'fast-check'
import { demoAddress, type DemoKey } from '#db/demo/people.ts'
import { as, fitsTheScreen, isAccessible, mistakes, test } from '../site.ts'
import { inDays } from '../days.ts'
import { languages } from '#app/i18n/lang.ts'
import { dateWithoutLeader, keptBy, nextIn, reminderOf } from '../appointment-world.ts'
import { meetingsGoOn, ofMeeting, partOf, proposalIn } from '../meeting-places.ts'
import { agreedOf, asksToBeForgotten, drillOf, everything, groupAtTheHub, memberOf, missedOf, offeredTo, opensRecord, otherThings, panelDay, providersLink, stepsInOf, thingsOf } from '../world.ts'

interface Field { readonly name: string; readonly kind: 'text' | 'secret' | 'choice' | 'many' | 'hidden'; readonly value: string; readonly checked: boolean }
interface FoundForm { readonly at: number; readonly intent: string; readonly fields: readonly Field[]; readonly action: string }

const site = `http://localhost:${process.env.JOURNEY_PORT}`

/** The forms of the page that is open which send something, with what they hold. */
function formsOf(page: Page): Promise<FoundForm[]> {
  return page.evaluate(() => [...document.querySelectorAll('main form')].map((element, at) => {
    const form = element as HTMLFormElement
    const kindOf = (one: HTMLInputElement) => {
      if (one.type === 'hidden') return 'hidden'
      if (one.type === 'password' || /^(code|(safe)?word)$/i.test(one.name)) return 'secret'
      if (one.type === 'checkbox') return 'many'
      return one.type === 'radio' || one.tagName === 'SELECT' ? 'choice' : 'text'
    }
    const fields = ([...form.elements] as HTMLInputElement[]).filter((one) => one.name !== '' && one.tagName !== 'BUTTON' && one.type !== 'file')
      .map((one) => ({ name: one.name, kind: kindOf(one), value: one.value, checked: one.checked || !['radio', 'checkbox'].includes(one.type) }))
    const send = form.querySelector('button[name=intent]') as HTMLButtonElement | null
    return { at, method: form.method, intent: send?.value ?? '', action: form.getAttribute('action') ?? '', fields }
  }).filter(({ method, action }) => method === 'post' && action === '')) as Promise<FoundForm[]>
}

type Sent = readonly (readonly [string, string])[]

interface Bad { readonly what: string; readonly sent: (form: FoundForm) => Sent | undefined; /** What must stand in the form again. */ readonly kept?: string }

const asItIs = (form: FoundForm): [string, string][] => [...form.fields.filter(({ checked }) => checked).map(({ name, value }): [string, string] => [name, value]), ['intent', form.intent]]
const seen = (form: FoundForm) => form.fields.filter(({ kind }) => kind !== 'hidden')
const hidden = (form: FoundForm): [string, string][] => form.fields.filter(({ kind }) => kind === 'hidden').map(({ name, value }) => [name, value])
/** Everything typed is this; nothing is chosen. The form's own id is one that no page made. */
const typed = (form: FoundForm, text: string): Sent | undefined => {
  const texts = seen(form).filter(({ kind }) => kind === 'text' || kind === 'secret')
  return texts.length === 0 ? undefined : [...hidden(form).filter(([name]) => name !== 'form'), ['form', 'not-an-id'], ['intent', form.intent], ...texts.map(({ name }): [string, string] => [name, text])]
}

/** Forms that say all by their button, words are one's own to add: calling off, what is arranged, accepting a family's plan. */
const wholeEmpty: readonly string[] = ['cancel', 'arranged', 'accept']

const bad: readonly Bad[] = [
  // Where there are only boxes to tick, none is an answer; lengths left empty are those of the area.
  { what: 'empty', sent: (form) => (['lengths', ...wholeEmpty].includes(form.intent) || seen(form).every(({ kind }) => kind === 'many') ? undefined : [...hidden(form), ['intent', form.intent], ...seen(form).filter(({ kind }) => kind !== 'many').map(({ name }): [string, string] => [name, ''])]) },
  { what: 'nothing at all', sent: () => [] },
  { what: 'only spaces', sent: (form) => typed(form, ' \u00a0\u200b\t') },
  { what: 'too long', sent: (form) => typed(form, 'long '.repeat(6_000)) },
  { what: 'a megabyte', sent: (form) => typed(form, 'ł'.repeat(Math.floor(400_000 / Math.max(1, seen(form).length)))) },
  { what: 'HTML', sent: (form) => typed(form, '<script>alert(1)</script><b onclick=x>'), kept: '&lt;script&gt;alert(1)&lt;/script&gt;' },
  { what: 'digits of another script', sent: (form) => typed(form, '٣١٫٥'), kept: '٣١٫٥' },
  { what: 'mixed directions', sent: (form) => typed(form, 'سلام Hello 12 שלום (ok)'), kept: 'سلام Hello 12 שלום (ok)' },
  { what: 'signs no page can show', sent: (form) => typed(form, 'a\0b\u0007c\ud800d') },
  { what: 'what a database might read', sent: (form) => typed(form, "'; drop table goal; --"), kept: '&#x27;; drop table goal; --' },
  { what: 'an id that no page made', sent: (form) => [...asItIs(form).filter(([name]) => name !== 'form'), ['form', 'aaaa']] },
  { what: 'another button', sent: (form) => [...asItIs(form).filter(([name]) => name !== 'form' && name !== 'intent'), ['form', 'aaaa'], ['intent', 'nonsense']] },
  { what: 'each thing twice', sent: (form) => (seen(form).some(({ kind }) => kind !== 'many') ? [...hidden(form), ['intent', form.intent], ...seen(form).filter(({ kind }) => kind !== 'many').flatMap(({ name, value }): [string, string][] => [[name, value], [name, value || 'x']])] : undefined) },
  { what: 'a choice that is none', sent: (form) => (seen(form).some(({ kind }) => kind === 'choice') ? [...asItIs(form).filter(([name]) => !form.fields.some((field) => field.name === name && field.kind === 'choice')), ...[...new Set(form.fields.filter(({ kind }) => kind === 'choice').map(({ name }) => name))].map((name): [string, string] => [name, 'nonsense'])] : undefined) },
  {
    what: 'a changed field that nobody sees',
    sent: (form) => (hidden(form).some(([name]) => name !== 'form') ? [...asItIs(form).filter(([name]) => !hidden(form).some(([own]) => own === name && own !== 'form')), ...hidden(form).filter(([name]) => name !== 'form').map(([name]): [string, string] => [name, 'changed'])] : undefined),
  },
  {
    what: "somebody else's thing",
    sent: (form) => {
      const others = hidden(form).filter(([name, value]) => name !== 'form' && /^[0-9a-z]{20}$/.test(value))
      return others.length === 0 ? undefined : [...asItIs(form).filter(([name]) => !others.some(([own]) => own === name)), ...others.map(([name]): [string, string] => [name, thingsOf('Okafor').goal])]
    },
  },
]

async function send(page: Page, path: string, sent: Sent): Promise<{ status: number; text: string }> {
  const cookie = (await page.context().cookies(site)).map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await fetch(site + path, {
    method: 'POST', redirect: 'manual', headers: { Cookie: cookie, Origin: site, 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(sent.map(([name, value]) => [name, value])).toString(),
  })
  return { status: answer.status, text: await answer.text() }
}

/** The pages with forms, by who opens them; of the family Pugh, which no other deep test touches. */
function pagesWithForms(): readonly { readonly who: DemoKey | 'nobody'; readonly paths: readonly string[] }[] {
  const { family, goal, spend, member, helper, conversation, note, promise } = thingsOf('Pugh')
  const [hussain, reid, okafor, kowalczyk] = [thingsOf('Hussain'), thingsOf('Reid'), thingsOf('Okafor'), thingsOf('Kowalczyk-Bailey')]
  const appointment = nextIn('Pugh')
  const reminded = reminderOf(demoAddress('bethan'), appointment)
  const { service } = otherThings()
  const of = (path: string) => `/families/${family}${path}`
  return [
    { who: 'nobody', paths: ['/help', '/help/track', '/forgotten', '/sign-in', '/sign-in/no-password', '/n/unknown', `${reminded}?change=time`, `${reminded}?change=cancel`, reminderOf(demoAddress('tanya'), keptBy(demoAddress('tanya')).id), providersLink('Hussain')] },
    {
      who: 'bethan',
      paths: [
        // Calling off needs no words: an empty form of it is a whole one.
        of('/plan'), of('/plan/good'), of('/plan/promise'), of(`/plan/promise/${promise}`), of('/people/lead'), of('/plan/matters'), of('/plan/says'), of('/plan/needs'), of('/goals/new'), of(`/goals/${goal}`), of(`/goals/${goal}/change`), of('/plan/put-forward'), of(`/appointments/${appointment}?change=time`),
        of('/budget/requests/new?own=1'), of(`/budget/requests/new?service=${service}`), of(`/budget/requests/${spend}`), of('/people/invite'), of(`/people/${member}`), of(`/sharing/${helper}`), of('/messages/new'), of(`/messages/${conversation}`), of('/notes/new'), of(`/notes/${note}`), '/account', '/account/contact', '/account/contact/address', '/account/security', '/account/security/codes',
        of('/plan/programme'), of('/plan/changed'), of(`/plan/review/say/${memberOf('Pugh', 'Bethan Pugh')}`),
        '/account/security/passkeys', '/account/calendar', '/account/reminders', '/account/data', of(`/not-right/goal/${goal}`), of(`/kind/goal/${goal}`),
        of('/plan/if-things-get-harder/start'), of('/plan/if-things-get-harder/starter'), of('/plan/if-things-get-harder/care'), of('/plan/if-things-get-harder/call'),
        of('/people/add'), of('/people/helper'), of('/peers'), of('/meetings'), of('/meetings/new'),
        of('/dates'),
        of(`/appointments/groups/${groupAtTheHub().group}`),
        of(`/people/${memberOf('Pugh', 'Bethan Pugh')}/needs`), of(`/appointments/book?who=${memberOf('Pugh', 'Sam Adeyemi')}&how=phone`),
      ],
    },
    { who: 'nia', paths: ['/desk/diary', '/desk/groups/new', `/desk/diary/away/${dateWithoutLeader()}`, `/desk/groups/${groupAtTheHub().group}`, `/desk/groups/${groupAtTheHub().group}/${groupAtTheHub().date}`, `/desk/families/${family}`] },
    { who: 'priya', paths: ['/desk/diary/away', '/desk/families/new', `/desk/families/${family}/budget`, `/desk/families/${family}/budget/change`, `/desk/families/${family}/shield`, `/desk/families/${family}/safeguarding`, '/desk/emergency/reviews'] },
    { who: 'kwame', paths: ['/desk/emergency'] },
    { who: 'sam', paths: ['/desk/approvals', ofMeeting('Kowalczyk-Bailey', '/information'), ofMeeting('Kowalczyk-Bailey', '/plan'), `/desk/approvals/${family}.${spend}`, `/families/${hussain.family}/plan/level`, `/families/${reid.family}/appointments/${reid.appointment}/arrange`, `/families/${thingsOf('Kowalczyk-Bailey').family}/follow-ups/${missedOf('Kowalczyk-Bailey').followUp}`, `/families/${thingsOf('Kowalczyk-Bailey').family}/appointments/${missedOf('Kowalczyk-Bailey').appointment}/after`, `/families/${reid.family}/appointments/offer?how=phone`, `/families/${okafor.family}/appointments/offers/${okafor.offer}`, `/families/${hussain.family}/people/lead`, `/families/${hussain.family}/caring`, `/families/${hussain.family}/peers`, `/families/${hussain.family}/plan/programme/new`, `/families/${hussain.family}/plan/review`, `/families/${hussain.family}/plan/review/close`, `/families/${reid.family}/people/${memberOf('Reid', 'Winston Reid')}/agreed`] },
    { who: 'joy', paths: [`/families/${reid.family}/budget/together`, `/families/${reid.family}/caring`, `/families/${reid.family}/peers`, `/families/${reid.family}/people/${reid.member}`, `/families/${reid.family}/people/${reid.member}/facts`] },
    { who: 'daniel', paths: [`/families/${okafor.family}/appointments/offers/${okafor.offer}`] },
    { who: 'marta', paths: [...['', '/part', '/times', '/guests', '/information', '/plan', '/plan/part', '/private'].map((page) => ofMeeting('Kowalczyk-Bailey', page)), `/families/${kowalczyk.family}/appointments/${missedOf('Kowalczyk-Bailey').appointment}/after`, `/families/${kowalczyk.family}/budget/requests/${agreedOf('Kowalczyk-Bailey')}/receipt`, offeredTo('Kowalczyk-Bailey'), `/families/${kowalczyk.family}/people/${memberOf('Kowalczyk-Bailey', 'Halina Kowalczyk')}`] },
    { who: 'halina', paths: [`/families/${kowalczyk.family}/i-can`, ...['/part', '/times', '/information'].map((page) => ofMeeting('Kowalczyk-Bailey', page))] },
    { who: 'aisha', paths: [...['', '/private', '/private/decide', proposalIn('Hussain'), '/private/tell', '/plan', '/plan/part', `/plan/part?part=${partOf('Hussain')}`, '/information'].map((page) => ofMeeting('Hussain', page)), `/families/${hussain.family}/budget/holding?kind=direct-payment`, `/families/${hussain.family}/plan/if-things-get-harder/begin`, `/families/${hussain.family}/plan/if-things-get-harder/change/${stepsInOf(hussain.family)}`, `/families/${hussain.family}/plan/if-things-get-harder/runs/${drillOf(hussain.family)}/back`] },
    { who: 'grace', paths: [...['/ready', '/times', '/guests', '/sitting/1', '/sitting/2', '/information', '/plan'].map((page) => ofMeeting('Kowalczyk-Bailey', page)), ofMeeting('Hussain', '/come-in')] },
    { who: 'imran', paths: [...['/private', '/private/decide', proposalIn('Hussain')].map((page) => ofMeeting('Hussain', page)), `/families/${hussain.family}/budget/requests/${hussain.spend}/help`] },
    { who: 'tanya', paths: ['/account/contact/address?remove=text', ofMeeting('Reid', '/private/door')] },
    { who: 'ruth', paths: ['/desk/panel', `/desk/panel/${panelDay()}`, `/desk/panel/${panelDay()}/${hussain.family}.${hussain.spend}`] },
    { who: 'femi', paths: ['/desk/payments', '/desk/payments/back', '/desk/payments/bank', '/desk/payments/runs/new'] },
    { who: 'alex', paths: ['/area/settings', '/area/spending-rules', '/area/people', '/area/forgetting'] },
  ]
}

test.beforeAll(() => {
  meetingsGoOn()
  for (const family of ['Hussain', 'Kowalczyk-Bailey']) opensRecord(demoAddress('grace'), family)
})

for (const who of ['nobody', 'bethan', 'joy', 'nia', 'kwame', 'priya', 'sam', 'daniel', 'aisha', 'marta', 'halina', 'grace', 'imran', 'tanya', 'ruth', 'femi', 'alex'] as const) {
  test(`what is wrong on any form of ${who} is said, and changes nothing`, async ({ page }) => {
    test.setTimeout(480_000)
    if (who !== 'nobody') await as(page, who)
    if (who === 'sam') for (const family of ['Hussain', 'Reid', 'Okafor', 'Kowalczyk-Bailey']) opensRecord(demoAddress('sam'), family)
    if (who === 'alex') asksToBeForgotten('robin@demo.example')
    const wrong: string[] = []
    let forms = 0
    for (const path of pagesWithForms().find((one) => one.who === who)!.paths) {
      const opened = await page.goto(path)
      expect(opened!.status(), path).toBe(200)
      const before = everything()
      for (const form of await formsOf(page)) {
        forms += 1
        for (const { what, sent, kept } of bad) {
          const body = sent(form)
          if (body === undefined) continue
          const { status, text } = await send(page, path, body)
          const where = `${who} ${path} (${form.intent || form.at}): ${what}`
          if (status < 400 || status > 499) wrong.push(`${where} is answered with ${status}`)
          else if (status < 410 && status !== 404 && !text.includes('class="esum"')) wrong.push(`${where} is not said (${status})`)
          else if (kept && status === 400 && seen(form).some(({ kind }) => kind === 'text') && !text.includes(kept)) wrong.push(`${where} is not kept`)
          if (text.includes('<script>alert')) wrong.push(`${where} gets into the page`)
        }
      }
      const after = everything()
      for (const [table, rows] of Object.entries(after)) if (rows !== before[table]) wrong.push(`${path} changed ${table}: ${before[table]} -> ${rows}`)
    }
    expect(forms).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })
}

test('whatever chance puts into the forms of a family, the answer is a page that says what is wrong', async ({ page }) => {
  test.setTimeout(180_000)
  await as(page, 'bethan')
  const { family } = thingsOf('Pugh')
  const before = everything()
  for (const path of ['/goals/new', '/budget/requests/new?own=1', '/plan/promise', '/people/invite']) {
    await page.goto(`/families/${family}${path}`)
    const [form] = await formsOf(page)
    const names = [...new Set(seen(form!).map(({ name }) => name))]
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.integer().map(String), fc.constantFrom('', '-1', 'NaN', '1e9', '2026-02-30', '__proto__', 'everybody'))
    const bodies = fc.array(fc.tuple(fc.constantFrom(...names, '__proto__', 'constructor'), anything), { maxLength: 30 })
    await fc.assert(fc.asyncProperty(bodies, async (fields) => {
      const { status, text } = await send(page, `/families/${family}${path}`, [...fields, ['intent', form!.intent], ['form', 'no-page-made-it']])
      expect([400, 409]).toContain(status)
      expect(text).toContain('class="esum"')
    }), { numRuns: 60 })
  }
  expect(everything()).toEqual(before)
})

test("somebody else's things cannot be named in a form, whatever else is right", async ({ page }) => {
  await as(page, 'bethan')
  const [own, other] = [thingsOf('Pugh'), thingsOf('Okafor')]
  const day = (name: string, on: string): [string, string][] => [[`${name}-year`, on.slice(0, 4)], [`${name}-month`, on.slice(5, 7)], [`${name}-day`, on.slice(8)]]
  const cases: readonly { path: string; fields: Sent }[] = [
    { path: '/goals/new', fields: [['words', 'x'], ['category', 'home'], ['about', other.member], ['who-sees', 'everybody']] },
    { path: '/goals/new', fields: [['words', 'x'], ['category', 'home'], ['who-sees', 'named'], ['seen-by', other.member]] },
    { path: '/goals/new', fields: [['words', 'x'], ['category', 'home'], ['who-sees', 'everybody'], ['share-with', other.member]] },
    { path: '/goals/new', fields: [['words', 'x'], ['category', 'home'], ['who-sees', 'everybody'], ['step-0', 'x'], ['owner-0', other.member], ...day('due-0', inDays(5))] },
    { path: '/plan/promise', fields: [['words', 'x'], ['owner', other.member], ...day('due', inDays(5)), ['who-sees', 'everybody']] },
    { path: '/plan/promise', fields: [['words', 'x'], ['owner', own.member], ['goal', other.goal], ...day('due', inDays(5)), ['who-sees', 'everybody']] },
    { path: '/budget/requests/new?own=1', fields: [['kind', 'other'], ['what', 'x'], ['payee', 'y'], ['price', '5'], ['quantity', '1'], ['goal', other.goal], ['budget', other.goal], ...day('neededOn', inDays(5)), ['line', '']] },
    { path: `/goals/${own.goal}`, fields: [['step', 'x'], ['owner', other.member], ...day('due', inDays(5))] },
  ]
  const before = everything()
  for (const { path, fields } of cases) {
    const url = `/families/${own.family}${path}`
    await page.goto(url)
    const [form] = await formsOf(page)
    const intent = path === `/goals/${own.goal}` ? 'step' : path.startsWith('/budget') ? 'send' : form!.intent
    const { status, text } = await send(page, url, [['form', form!.fields.find(({ name }) => name === 'form')!.value], ['intent', intent], ...fields])
    expect([400, 409], `${path} ${JSON.stringify(fields)}`).toContain(status)
    expect(text).toContain('class="esum"')
  }
  // And by the address.
  for (const path of [`/goals/${other.goal}`, `/appointments/${other.appointment}`, `/budget/requests/${other.spend}`, `/people/${other.member}`]) {
    expect((await page.request.get(`/families/${own.family}${path}`)).status(), path).toBe(404)
    expect((await send(page, `/families/${own.family}${path}`, [['intent', 'rate'], ['score', '5']])).status, path).toBe(404)
  }
  expect(everything()).toEqual(before)
})

for (const { code, dir } of languages) {
  test(`every form says what is wrong in the reader's language: ${code}`, async ({ page }) => {
    // Twice what two busy cores take.
    test.setTimeout(600_000)
    for (const { who, paths } of pagesWithForms()) {
      if (['sam', 'nia', 'grace', 'halina'].includes(who)) continue
      await page.context().clearCookies()
      if (who !== 'nobody') await as(page, who)
      for (const path of paths) {
        const shown = path.includes('?') ? `${path}&lng=${code}` : `${path}?lng=${code}`
        await page.goto(path)
        // What needs no words would be done.
        const forms = (await formsOf(page)).filter((form) => seen(form).length > 0 && !wholeEmpty.includes(form.intent))
        for (const form of forms.slice(0, 2)) {
          // Sent to the page in that language, which does not change what its reader chose.
          const { text } = await send(page, shown, [...hidden(form), ['intent', form.intent]])
          if (!text.includes('class="esum"')) continue
          await page.route('**/as-it-was-answered', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: text.replaceAll(/<script[^>]*><\/script>/g, '') }))
          await page.goto('/as-it-was-answered')
          await expect(page.locator('html'), path).toHaveAttribute('lang', code)
          // Every line of the summary leads to a field, and the field says the same.
          for (const line of await page.locator('.esum a').all()) {
            const field = page.locator(`[id="${(await line.getAttribute('href'))!.slice(1)}"]`)
            await expect(field, `${path}: ${await line.innerText()}`).toHaveCount(1)
          }
          await fitsTheScreen(page)
          if (code === 'en' || dir === 'rtl') await isAccessible(page)
          expect(await mistakes(text)).toEqual([])
          await page.unroute('**/as-it-was-answered')
        }
      }
    }
  })
}

