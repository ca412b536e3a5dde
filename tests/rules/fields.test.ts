import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  choice, dayTyped, dayTypedOrNone, emailOrPhone, emailOrPhoneOrNone, pounds, poundsOrNothing, readEmail, readPhone, secret, someOf, thing, thingOrNone, things, ticked,
  wallTimeTyped, wholeNumber, words, wordsOrNone,
} from '#app/http/fields.ts'
import { newFormId, posted, readForm, readPosted, refusedForm } from '#app/http/read-form.ts'
import { newId } from '#app/values/ids.ts'

/** What one field makes of a text: its value, or the key of its error. */
function read(field: z.ZodType, given: unknown): unknown {
  const result = field.safeParse(given)
  return result.success ? result.data : result.error.issues.map((issue) => issue.message).join(' ')
}

/** A posted form, as a browser sends it. */
function request(fields: readonly (readonly [string, string])[] | Record<string, string>): Request {
  return new Request('https://plan.example.org/', { method: 'POST', body: new URLSearchParams(fields as Record<string, string>) })
}

const everyKind = z.object({
  words: words(200), more: wordsOrNone(2_000), secret: secret(), choice: choice(['home', 'phone']), some: someOf(['bsl', 'fare']), box: ticked,
  thing: thing(), other: thingOrNone(), several: things(), sum: pounds, number: wholeNumber(1, 99), due: dayTyped, until: dayTypedOrNone,
  reach: emailOrPhone, alsoReach: emailOrPhoneOrNone, at: wallTimeTyped,
})

const id = newId()
const right = {
  words: ' Bedtimes ', more: '', secret: ' pass word ', choice: 'home', some: 'bsl', box: 'on', thing: id, other: '', several: id, sum: '£1,234.50',
  number: '3', 'due-day': '24', 'due-month': '11', 'due-year': '2026', reach: 'Tanya@Example.ORG', alsoReach: '', at: '9.05',
}

describe('a form that is right', () => {
  test('is read as what it means', async () => {
    const form = newFormId()
    const answer = await readForm(request({ ...right, form, intent: 'add' }), everyKind)
    if (!answer.ok) throw new Error(JSON.stringify(answer.form.errors))
    expect(answer.once.id).toBe(form)
    expect(answer.data).toEqual({
      words: 'Bedtimes', more: null, secret: ' pass word ', choice: 'home', some: ['bsl'], box: true, thing: id, other: null, several: [id], sum: 123_450, number: 3,
      due: '2026-11-24', until: null, reach: { channel: 'email', address: 'tanya@example.org' }, alsoReach: null, at: '09:05',
    })
  })

  test('says the same content whatever the order of its fields, and other content for any other button, field or value', async () => {
    const hash = async (fields: Record<string, string>) => (await posted(request({ form: id, ...fields }))).once!.contentHash
    const first = await hash({ a: '1', b: '2', intent: 'ask' })
    expect(await hash({ b: '2', intent: 'ask', a: '1' })).toBe(first)
    for (const other of [{ a: '1', b: '3', intent: 'ask' }, { a: '1', b: '2', intent: 'take back' }, { a: '1', intent: 'ask' }, { a: '1', b: '2', c: '', intent: 'ask' }, { a: '12', b: '', intent: 'ask' }]) {
      expect(await hash(other as unknown as Record<string, string>)).not.toBe(first)
    }
    const elsewhere = new Request('https://plan.example.org/another', { method: 'POST', body: new URLSearchParams({ form: id, a: '1', b: '2', intent: 'ask' }) })
    expect((await posted(elsewhere)).once!.contentHash).not.toBe(first)
    // The id itself is no content: a fresh form that says the same is told apart by its id alone.
    expect((await posted(request({ form: newId(), a: '1', b: '2', intent: 'ask' }))).once!.contentHash).toBe(first)
  })

  test('without a once-only id of ours is asked for again, with all that was typed', async () => {
    for (const form of ['', 'not-an-id', `${newId()}x`]) {
      const answer = await readForm(request({ ...right, form }), everyKind)
      expect(answer.ok).toBe(false)
      expect(answer.form.errors).toEqual({ '': { key: 'errors:formGone' } })
      expect(answer.form.values.words).toBe(' Bedtimes ')
    }
  })
})

describe('words', () => {
  test('need something that can be seen', () => {
    for (const nothing of ['', ' ', '\n\t', '\u200b', '\u00a0', '\u202e\u2066', undefined, null]) {
      expect(read(words(10), nothing)).toBe('errors:required')
      expect(read(wordsOrNone(10), nothing)).toBe(null)
    }
    for (const something of ['a', '.', '❤', '👩‍👧', 'سونا', 'ŵ', '1']) expect(read(words(10), ` ${something} `)).toBe(something)
    expect(read(words(10, 'errors:dayRequired'), '')).toBe('errors:dayRequired')
  })

  test('are counted as their writer counts them', () => {
    expect(read(words(3), 'abc')).toBe('abc')
    expect(read(words(3), 'abcd')).toBe('errors:tooLong|{"max":3}')
    expect(read(words(3), '😀😀😀')).toBe('😀😀😀')
    expect(read(words(3), '😀😀😀😀')).toBe('errors:tooLong|{"max":3}')
    expect(read(wordsOrNone(3), 'abcd')).toBe('errors:tooLong|{"max":3}')
  })

  test('keep HTML as the text it is', () => expect(read(words(100), '<script>alert(1)</script> & "x"')).toBe('<script>alert(1)</script> & "x"'))

  test('that are secret keep their spaces', () => {
    expect(read(secret(), '  ')).toBe('  ')
    expect(read(secret(), '')).toBe('errors:required')
    expect(read(secret(), 'x'.repeat(201))).toBe('errors:tooLong|{"max":200}')
  })
})

describe('sums', () => {
  test.each([
    ['62.50', 6_250],
    ['٦٢٫٥٠', 6_250], // Arabic
    ['۶۲٫۵۰', 6_250], // Urdu
    ['£۱٬۲۳۴٫۵۰', 123_450],
    ['६२.५०', 6_250], // Hindi
    ['৬২.৫', 6_250], // Bengali
    ['６２', 6_200], // full width
    ['99999.99', 9_999_999],
    ['99,999.99', 9_999_999],
  ])('%s is %i pence', (text, expected) => expect(read(pounds, text)).toBe(expected))

  test.each([
    ['', 'errors:required'],
    ['0', 'errors:moreThanNothing'],
    ['٠', 'errors:moreThanNothing'],
    ['100000', 'errors:tooMuchMoney'],
    ['1.234,50', 'errors:notMoney'],
    ['٦٢٫٥٠٥', 'errors:notMoney'],
    ['£20.005', 'errors:notMoney'],
    ['-5', 'errors:notMoney'],
    ['1e3', 'errors:notMoney'],
    ['9'.repeat(400), 'errors:notMoney'],
    ['৳62', 'errors:notMoney'],
  ])('%s is answered with %s', (text, key) => expect(read(pounds, text)).toBe(key))

  test('a limit may be nothing, and no less', () => {
    expect(['0', '£0.00', '٠', '100'].map((text) => read(poundsOrNothing, text))).toEqual([0, 0, 0, 10_000])
    expect(['', '-1', 'none', '100000'].map((text) => read(poundsOrNothing, text))).toEqual(['errors:required', 'errors:notMoney', 'errors:notMoney', 'errors:tooMuchMoney'])
  })
})

describe('whole numbers', () => {
  test.each([['1', 1], ['99', 99], [' 7 ', 7], ['۱۲', 12], ['007', 7]])('%s is %i', (text, expected) => expect(read(wholeNumber(1, 99), text)).toBe(expected))
  test.each(['0', '100', '1.5', '-1', '+1', '1e1', '0x1', ' ', 'x', '1 2', '9'.repeat(30), '½', 'Ⅷ'])('%j is not one from 1 to 99', (text) =>
    expect(read(wholeNumber(1, 99), text)).toMatch(/^errors:(wholeNumber\|{"min":1,"max":99}|required)$/))
})

describe('a day in three boxes', () => {
  const boxes = (day: string, month: string, year: string) => ({ day, month, year })

  test.each([['24', '11', '2026', '2026-11-24'], ['1', '1', '2027', '2027-01-01'], ['۲۴', '۱۱', '۲۰۲۶', '2026-11-24'], [' 29 ', '02', '2028', '2028-02-29']])(
    '%s %s %s', (day, month, year, expected) => {
      expect(read(dayTyped, boxes(day, month, year))).toBe(expected)
      expect(read(dayTypedOrNone, boxes(day, month, year))).toBe(expected)
    })

  test.each([['29', '2', '2026'], ['31', '4', '2027'], ['0', '1', '2027'], ['1', '13', '2027'], ['1', '1', '26'], ['1', '1', '9999'], ['', '1', '2027'], ['1', '', ''], ['1.5', '1', '2027'], ['-1', '1', '2027'], ['first', 'May', '2027'], ['1e1', '1', '2027'], ['00001', '1', '2027']])(
    '%s %s %s is no day', (day, month, year) => {
      expect(read(dayTyped, boxes(day, month, year))).toBe('errors:noSuchDay')
      expect(read(dayTypedOrNone, boxes(day, month, year))).toBe('errors:noSuchDay')
    })

  test('may only be left out where it may', () => {
    for (const nothing of [boxes('', '', ''), boxes(' ', '', ''), undefined, null, 'x', 7, ['1', '1', '2027']]) {
      expect(read(dayTyped, nothing)).toBe('errors:dayRequired')
      expect(read(dayTypedOrNone, nothing)).toBe(null)
    }
  })

  test('of which one box was sent twice, or the field itself beside its boxes, has its error under its own name', async () => {
    const schema = z.object({ due: dayTyped })
    const twice = await readForm(request([['form', id], ['due-day', '1'], ['due-day', '2'], ['due-month', '1'], ['due-year', '2027']]), schema)
    expect(twice.form.errors).toEqual({ due: { key: 'errors:onlyOne' } })
    const beside = await readForm(request([['form', id], ['due', '2027-01-01'], ['due-day', '1'], ['due-month', '1'], ['due-year', '2027']]), schema)
    expect(beside.form.errors).toEqual({ due: { key: 'errors:dayRequired' } })
  })
})

describe('choices and things', () => {
  test('are of those offered', () => {
    expect(read(choice(['home']), 'home')).toBe('home')
    for (const odd of ['Home', '', undefined, 'constructor', '__proto__']) expect(read(choice(['home']), odd)).toBe('errors:chooseOne')
    expect(read(someOf(['a', 'b']), ['b', 'a', 'b'])).toEqual(['b', 'a'])
    expect(read(someOf(['a', 'b']), undefined)).toEqual([])
    expect(read(someOf(['a', 'b']), ['a', 'x'])).toBe('errors:chooseOne')
    expect(read(ticked, undefined)).toBe(false)
    expect(read(ticked, 'on')).toBe(true)
  })

  test('are named by ids', () => {
    expect(read(thing(), id)).toBe(id)
    for (const odd of ['', 'x', `${id} `, undefined]) expect(read(thing(), odd)).toBe('errors:chooseOne')
    expect(read(thingOrNone(), '')).toBe(null)
    expect(read(thingOrNone(), 'x')).toBe('errors:chooseOne')
    expect(read(things(), [id, id])).toEqual([id])
    expect(read(things(), [id, 'x'])).toBe('errors:chooseOne')
  })

  test('are never more than a query can take', () => {
    expect(read(things(), Array.from({ length: 200 }, () => newId()))).toHaveLength(200)
    expect(read(things(), Array.from({ length: 201 }, () => newId()))).toBe('errors:chooseOne')
  })
})

describe('how somebody is reached', () => {
  test.each([
    ['tanya@example.org', 'tanya@example.org'],
    [' Tanya.Green+plan@Mail.Example.ORG ', 'tanya.green+plan@mail.example.org'],
    ["o'neil@example.co.uk", "o'neil@example.co.uk"],
    ['zażółć@example.pl', 'zażółć@example.pl'],
  ])('%s is an e-mail address', (text, address) => expect(read(emailOrPhone, text)).toEqual({ channel: 'email', address }))

  test.each([
    ['07700 900123', '+447700900123'],
    ['+44 7700 900 123', '+447700900123'],
    ['(01632) 960-001', '+441632960001'],
    ['٠٧٧٠٠٩٠٠١٢٣', '+447700900123'],
    ['+48 512 345 678', '+48512345678'],
  ])('%s is a telephone number', (text, address) => expect(read(emailOrPhone, text)).toEqual({ channel: 'text', address }))

  test.each(['x', '@', 'a@b', 'a@b.c', 'a b@example.org', 'a@example..org ', '12', 'a@example.org\nBcc: b@example.org', '<a@example.org>', 'a@b@example.org', `${'a'.repeat(250)}@example.org`, '07700 9001234567890'])(
    '%j is neither', (text) => expect(read(emailOrPhone, text)).toBe('errors:notEmailOrPhone'))

  test.each(['a,b@example.org', 'a;b@example.org', 'group:b@example.org', 'a(comment)@example.org', 'a\\@example.org', '[a]@example.org'])(
    '%j, which a mail program reads as something else, is no address', (text) => expect(readEmail(text)).toBeUndefined())

  test('may only be left out where it may', () => {
    expect(read(emailOrPhone, ' ')).toBe('errors:required')
    expect(read(emailOrPhoneOrNone, ' ')).toBe(null)
    expect(read(emailOrPhoneOrNone, 'x')).toBe('errors:notEmailOrPhone')
  })
})

describe('a time', () => {
  test.each([['9:05', '09:05'], ['09.05', '09:05'], ['۲۳:۵۹', '23:59'], ['0:00', '00:00']])('%s is %s', (text, time) => expect(read(wallTimeTyped, text)).toBe(time))
  test.each(['', '24:00', '9', '9:5', '9:60', '9:05 pm', '1:2:3', '-1:00'])('%j is none', (text) => expect(read(wallTimeTyped, text)).toBe('errors:notTime'))
})

describe('a form that is wrong', () => {
  test('has an error beside each field, and all that was typed but the secrets', async () => {
    const typed = { ...right, words: '', sum: 'lots', 'due-day': '31', reach: 'nobody', password: 'hunter2', 'new-password': 'hunter3', 'current-password': 'hunter4', code: '123456', postcode: 'BH1 1AA' }
    const answer = await readForm(request({ ...typed, form: id }), everyKind)
    expect(answer.ok).toBe(false)
    expect(answer.form.errors).toEqual({
      words: { key: 'errors:required' }, sum: { key: 'errors:notMoney' }, due: { key: 'errors:noSuchDay' }, reach: { key: 'errors:notEmailOrPhone' },
    })
    expect(answer.form.values).toMatchObject({ sum: 'lots', 'due-day': '31', 'due-month': '11', reach: 'nobody', postcode: 'BH1 1AA' })
    expect(JSON.stringify(answer.form)).not.toMatch(/hunter|123456/)
  })

  test('with nothing in it has an error beside each field that is needed, and beside no other', async () => {
    const { form } = await readForm(request({}), everyKind)
    expect(Object.fromEntries(Object.entries(form.errors).map(([name, error]) => [name, error.key]))).toEqual({
      words: 'errors:required', secret: 'errors:required', choice: 'errors:chooseOne', thing: 'errors:chooseOne', sum: 'errors:required', number: 'errors:required',
      due: 'errors:dayRequired', reach: 'errors:required', at: 'errors:notTime',
    })
  })

  test('keeps what was typed through a list and a refusal', async () => {
    const answer = await readForm(request([['form', id], ['some', 'a'], ['some', 'b']]), z.object({ some: someOf(['a', 'b']) }))
    expect(answer.form.values).toEqual({ some: ['a', 'b'] })
    expect(refusedForm(answer.form, { why: 'day-is-past', field: 'due', values: { n: 1 } })).toEqual({ values: { some: ['a', 'b'] }, errors: { due: { key: 'refusals:day-is-past', values: { n: 1 } } } })
    expect(refusedForm(answer.form, { why: 'already-sent' }).errors).toEqual({ '': { key: 'refusals:already-sent' } })
  })

  test('with a field twice is told so', async () => {
    const answer = await readForm(request([['form', id], ['words', 'one'], ['words', 'two']]), z.object({ words: words(10) }))
    expect(answer.form.errors).toEqual({ words: { key: 'errors:onlyOne' } })
    expect(answer.form.values.words).toEqual(['one', 'two'])
    expect((await posted(request([['form', id], ['form', newId()], ['intent', 'a'], ['intent', 'b']])))).toMatchObject({ intent: '', once: undefined })
  })

  test('says one plain error where the schema itself speaks English', async () => {
    const answer = await readForm(request({ form: id, a: 'x', b: 'y' }), z.object({ a: z.enum(['p', 'q', 'r']), b: z.literal(['p|', '|q']) }))
    expect(answer.form.errors).toEqual({ a: { key: 'errors:required' }, b: { key: 'errors:required' } })
  })

  test('loses NUL and other signs that nobody types, and nothing else', async () => {
    const { values } = await posted(request({ a: 'one\0two\x1b[0m\x7f', b: 'line\r\nline\rline\n\ttab' }))
    expect(values).toEqual({ a: 'onetwo[0m', b: 'line\nline\nline\n\ttab' })
  })

  test('that names the parts of an object is a form like any other', async () => {
    const { values } = await posted(request([['__proto__', 'x'], ['__proto__', 'y'], ['constructor', 'z'], ['toString', ''], ['form', id]]))
    expect(Object.entries(values)).toEqual([['__proto__', ['x', 'y']], ['constructor', 'z'], ['toString', '']])
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
    const answer = await readForm(request([['__proto__', 'x'], ['__proto__', 'y'], ['constructor', 'z'], ['form', id]]), everyKind)
    expect(answer.ok).toBe(false)
  })

  test('that is no form at all, or has more fields than any form, is an empty one', async () => {
    const bodies = [
      new Request('https://plan.example.org/', { method: 'POST', body: '{"words":"x"}', headers: { 'Content-Type': 'application/json' } }),
      new Request('https://plan.example.org/', { method: 'POST', body: 'words=x', headers: { 'Content-Type': 'multipart/form-data; boundary=y' } }),
      new Request('https://plan.example.org/', { method: 'POST', body: 'words=x', headers: { 'Content-Type': 'text/plain' } }),
      new Request('https://plan.example.org/', { method: 'POST' }),
      request(Array.from({ length: 2_001 }, (_, n) => [`f${n}`, ''] as const)),
    ]
    for (const body of bodies) expect(await posted(body)).toEqual({ intent: '', values: {}, once: undefined })
  })

  test('is read quickly however many fields it has', async () => {
    // Time of this process, not of the clock: the machine may be busy with others.
    const began = process.cpuUsage()
    await posted(request(Array.from({ length: 100_000 }, (_, n) => [n.toString(36), ''] as const)))
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(2_000)
  })

  test('of a megabyte in one field says what is too long', async () => {
    const answer = await readForm(request({ ...right, form: id, words: 'x'.repeat(1_000_000), sum: '9'.repeat(1_000_000), at: '1'.repeat(1_000_000) }), everyKind)
    expect(answer.form.errors).toEqual({ words: { key: 'errors:tooLong', values: { max: 200 } }, sum: { key: 'errors:notMoney' }, at: { key: 'errors:notTime' } })
    expect((answer.form.values.words as string).length).toBe(200_000)
  })
})

describe('whatever is sent', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('٦٢', '1e3', '-5', '\0', '<b>', '../..', id, '2026-11-24', 'a@b.co', '__proto__', '😀'.repeat(300)),
  )
  const anyName = fc.oneof(fc.constantFrom(...Object.keys(right), 'due', 'until', 'until-day', 'form', 'intent', '__proto__', 'toString'), fc.string())

  test('it is read or refused with a message beside a field, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyName, anyText), { maxLength: 40 }), async (fields) => {
        const body = new FormData()
        for (const [name, value] of fields) body.append(name, value)
        const answer = await readForm(new Request('https://plan.example.org/', { method: 'POST', body }), everyKind)
        if (answer.ok) return
        expect(Object.keys(answer.form.errors).length).toBeGreaterThan(0)
        for (const { key } of Object.values(answer.form.errors)) expect(key).toMatch(/^errors:[a-zA-Z]+$/)
        JSON.stringify(answer.form)
      }),
      { numRuns: 500 },
    )
  })

  test('each kind of field gives a value or a key, whatever it is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(everyKind.shape) as (keyof typeof everyKind.shape)[])), fc.oneof(anyText, fc.anything()), (field, given) => {
        const result = everyKind.shape[field].safeParse(given)
        if (!result.success) for (const issue of result.error.issues) expect(issue.message).toMatch(/^errors:[a-zA-Z]+(\|\{.*\})?$/)
      }),
      { numRuns: 5_000 },
    )
  })

  test('a form that was filled in is kept as it was typed', async () => {
    const printable = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text))
    await fc.assert(
      fc.asyncProperty(printable, printable, async (a, b) => {
        const read = readPosted(await posted(request({ a, b })), z.object({ a: words(5), b: pounds }))
        expect(read.form.values).toEqual({ a, b })
      }),
    )
  })

  test('telephone numbers and addresses are of a kind that can be used', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789+ ()-') }), fc.emailAddress()), (text) => {
      const phone = readPhone(text)
      if (phone !== undefined) expect(phone).toMatch(/^\+\d{6,16}$/)
      const email = readEmail(text)
      if (email !== undefined) expect(readEmail(email)).toBe(email)
    }))
  })
})
