/** A family meeting is got ready: each says how they take part and what they need, and only they and the co-ordinator read it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { askForMeeting, inviteToMeeting, leaveOutOfMeeting } from '#app/domain/meetings/meetings.server.ts'
import { partOf, sayNeedArranged, sayPart, toArrangeFor, type SayPart } from '#app/domain/meetings/taking-part.server.ts'
import { act } from '#app/events/transact.server.ts'
import type { MeetingId } from '#app/values/ids.ts'
import { instant, workingDaysAfter } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { aGathering, done, type Gathering } from './meeting-world.ts'
import { aWorld, today, type World } from './world.ts'

let db: Db
let world: World
let there: Gathering
let meeting: MeetingId
beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  there = await aGathering(db, world)
  meeting = there.meeting
})

type Insider = 'marta' | 'piotr' | 'kasia' | 'dean' | 'sam'
const says = (more: Partial<SayPart> & Pick<SayPart, 'member'>): SayPart => ({ meeting, how: 'phone', lang: 'en', interpreterLang: 'pl', needs: [{ need: 'interpreter', words: null }, { need: 'food', words: 'No pork' }], ...more })
const part = async (who: Insider, member = world.members[who as 'marta']) => partOf(await world.may(who, 'meetings:see'), { meeting, member })
const say = async (who: Insider, more: Partial<SayPart> = {}) => act(await world.may(who, 'meetings:see'), sayPart, says({ member: world.members[who as 'marta'], ...more }))
const list = async () => toArrangeFor(await there.graceMay('meetings:arrange'), meeting)
const notFound = { status: 404 }

describe('how each takes part and what they need', () => {
  test('somebody says it for themselves; they and the co-ordinator read it, and nobody else of the family or those who help', async () => {
    expect(await say('kasia')).toMatchObject({ ok: true })
    const due = workingDaysAfter(today, 3, new Set())
    expect(await part('kasia')).toMatchObject({ how: 'phone', own: true, needs: [{ need: 'interpreter', interpreterLang: 'pl', dueOn: due, arranged: false }, { need: 'food', words: 'No pork', lang: 'en' }] })
    expect(await list()).toMatchObject([{ name: 'Kasia Nowak', need: 'food' }, { name: 'Kasia Nowak', need: 'interpreter' }])
    for (const who of ['marta', 'piotr', 'sam'] as const) expect(await part(who, world.members.kasia), who).toBeUndefined()
    expect(JSON.stringify(await db.selectFrom('event').select('data').where('kind', '=', 'meeting-part-said').execute())).not.toContain('pork')
  })

  test('the co-ordinator is told when something is needed, and not when nothing changed', async () => {
    const told = async () => (await db.selectFrom('outbox').select('id').where('to_person', '=', there.grace).execute()).length
    const before = await told()
    await say('kasia')
    await say('kasia')
    expect(await told()).toBe(before + 1)
  })

  test('what stays keeps that it is arranged; what is said otherwise is to be arranged anew; what is taken out is gone', async () => {
    await say('kasia')
    const arranged = async (need: 'food' | 'interpreter', words: string | null) => act(await there.graceMay('meetings:arrange'), sayNeedArranged, { meeting, member: world.members.kasia, need, arranged: true, words, lang: 'en' })
    expect(await arranged('interpreter', 'Ewa from Language Line')).toMatchObject({ ok: true })
    await arranged('food', null)
    await say('kasia', { how: 'room', needs: [{ need: 'interpreter', words: null }, { need: 'food', words: 'No fish' }] })
    expect(await part('kasia')).toMatchObject({ how: 'room', needs: [{ need: 'interpreter', arranged: true, arrangedWords: 'Ewa from Language Line' }, { need: 'food', words: 'No fish', arranged: false }] })
    await say('kasia', { needs: [] })
    expect(await list()).toEqual([])
    expect(await act(await there.graceMay('meetings:arrange'), sayNeedArranged, { meeting, member: world.members.kasia, need: 'food', arranged: true, words: null, lang: 'en' })).toMatchObject({ ok: false, why: 'not-there' })
  })

  test('for somebody without an account whoever asked or gets it ready says it; what the co-ordinator was told the other does not read, and does not undo', async () => {
    await done(act(await there.graceMay('meetings:see'), sayPart, says({ member: there.halina, interpreterLang: null, needs: [{ need: 'fare', words: 'From Krakow' }] })))
    await say('marta', { member: there.halina, needs: [{ need: 'interpreter', words: null }, { need: 'fare', words: null }] })
    expect((await part('marta', there.halina))?.needs.map((one) => one.need)).toEqual(['interpreter'])
    expect((await list()).map((one) => [one.need, one.words])).toEqual([['fare', 'From Krakow'], ['interpreter', null]])
    await say('marta', { member: there.halina, needs: [] })
    expect((await list()).map((one) => one.need)).toEqual(['fare'])
  })

  test('nobody says it for somebody who can say it themselves, nor before they are asked, nor after they are left out', async () => {
    await expect(say('marta', { member: world.members.kasia })).rejects.toMatchObject(notFound)
    await expect(act(await there.graceMay('meetings:see'), sayPart, says({ member: world.members.kasia }))).rejects.toMatchObject(notFound)
    await expect(say('dean')).rejects.toMatchObject(notFound)
    await expect(say('sam')).rejects.toMatchObject(notFound)
    await say('kasia')
    await done(act(await world.may('marta', 'meetings:see'), leaveOutOfMeeting, { meeting, member: world.members.kasia }))
    await expect(say('kasia')).rejects.toMatchObject(notFound)
    expect(await list()).toEqual([])
  })

  test('where the day is set, what is needed has a working day before it', async () => {
    await db.updateTable('meeting_sitting').set({ starts_at: instant('2026-12-14T17:00:00Z') }).execute()
    await say('kasia', { needs: [{ need: 'childcare', words: '2, of 3 and 6' }], interpreterLang: null })
    expect(await list()).toMatchObject([{ need: 'childcare', dueOn: '2026-12-11' }])
  })

  test('another meeting is another list', async () => {
    const other = await done(act(await world.may('marta', 'meetings:answer'), askForMeeting, { question: 'And money?', lang: 'en', people: [world.members.kasia] }))
    await done(act(await world.may('marta', 'meetings:see'), inviteToMeeting, { meeting: other, member: world.members.kasia }))
    await say('kasia')
    expect(await toArrangeFor(await there.graceMay('meetings:arrange'), other)).toEqual([])
  })
})
