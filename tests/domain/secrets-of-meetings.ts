/** What of a family meeting is kept from somebody; a part of `planters` in secrets.ts. */
import { addTime, askWhichSuit, markTimes } from '#app/domain/meetings/finding-a-time.server.ts'
import { must, viewerFor } from '#app/access/viewer.server.ts'
import { askInformer, askToInform, translateInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { askForMeeting } from '#app/domain/meetings/meetings.server.ts'
import { answerMeetingOffer } from '#app/domain/meetings/offer.server.ts'
import { writePart } from '#app/domain/meetings/plan-writing.server.ts'
import { answerProposal, propose } from '#app/domain/meetings/proposals.server.ts'
import { writePost } from '#app/domain/meetings/room-posts.server.ts'
import { mustBeInTheRoom } from '#app/domain/meetings/rooms.server.ts'
import { actQuietly } from '#app/events/transact.server.ts'
import { newId } from '#app/values/ids.ts'
import { sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { readyToWrite, writeBefore } from '#app/domain/meetings/writing-before.server.ts'
import { dayAt, plusDays, plusMinutes } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { done } from '#db/demo/director.server.ts'
import type { Planter } from './secrets.ts'

export const secretsOfMeetings: Record<string, Planter> = {
  /** What an adult answers to the offer of a family meeting: theirs, and the lead professional's to read. No text that a page could show; who reads it is in meeting-offer.test. */
  'answer to the offer of a meeting': {
    tables: ['meeting_answer'],
    async plant({ as, may, cast }) {
      if (!(await may('meetings:answer'))) return null
      await done(await as('meetings:answer'), answerMeetingOffer, { answer: 'no', againOn: null })
      return { ids: [], seenBy: [cast.sam], notShownYet: true }
    },
  },
  /** A meeting is for those who were asked to it, and for the lead professional, who answers its plan. */
  meeting: {
    tables: ['meeting', 'meeting_sitting', 'meeting_person', 'meeting_guest'],
    async plant({ as, may, word, family, cast }) {
      if (!(await may('meetings:answer'))) return null
      const id = await done(await as('meetings:answer'), askForMeeting, { question: `What about ${word}?`, lang: 'en', people: [] })
      return { ids: [id], urls: [`/families/${family}/meetings/${id}`], seenBy: [cast.sam, cast.grace] }
    },
  },
  /** What suits somebody of the times of a meeting: theirs, and of whoever gets it ready. No text that a page could show; who reads it is in meeting-times.test. */
  'what suits somebody': {
    tables: ['meeting_finding', 'meeting_time', 'meeting_mark', 'meeting_link'],
    async plant({ as, may, member, at, cast, family, db }) {
      if (!(await may('meetings:answer')) || (await db.selectFrom('meeting').select('id').where('family_id', '=', family).limit(1).executeTakeFirst())) return null
      const meeting = await done(await as('meetings:answer'), askForMeeting, { question: 'When?', lang: 'en', people: [] })
      const times = [3, 4].map((days) => plusMinutes(at, days * 24 * 60))
      for (const startsAt of times) await done(await as('meetings:see'), addTime, { meeting, sitting: 1, startsAt })
      await done(await as('meetings:see'), askWhichSuit, { meeting, sitting: 1 })
      await done(await as('meetings:see'), markTimes, { meeting, member, marks: times.map((startsAt) => ({ startsAt, mark: 'if-need-be' as const })) })
      return { ids: [meeting], urls: [`/families/${family}/meetings/${meeting}/times`], seenBy: [cast.sam, cast.grace], notShownYet: true }
    },
  },
  /** What a service tells before a meeting is read first by whoever asked for it, by the lead professional and by whoever gets it ready. */
  'information before a meeting': {
    tables: ['meeting_informer', 'meeting_information', 'meeting_information_in', 'meeting_information_shown', 'meeting_question'],
    async plant({ db, as, may, word, family, cast, at }) {
      if (!(await may('meetings:answer'))) return null
      const lead = await viewerFor(db, cast.sam, family, at)
      if (lead?.seat !== 'lead' || lead.member === null) return null
      const meeting = await done(await as('meetings:answer'), askForMeeting, { question: `What about ${word}?`, lang: 'en', people: [] })
      await done(await as('meetings:see'), askToInform, { meeting, members: [lead.member] })
      await done(must(lead, 'meetings:inform'), writeInformation, { meeting, parts: { well: `They like ${word}`, worry: null, help: null, must: null }, lang: 'en' })
      await done(await as('meetings:see'), translateInformation, { meeting, member: lead.member, part: 'well', lang: 'cy', words: `Maen nhw’n hoffi ${word}`, by: `Somebody of ${word}` })
      await done(await as('meetings:attend'), askInformer, { meeting, member: lead.member, words: `Why ${word}?`, lang: 'en' })
      return { ids: [meeting], urls: [`/families/${family}/meetings/${meeting}/information`], seenBy: [cast.sam, cast.grace] }
    },
  },
  /** A part of the family's plan out of its meeting: of those of its sitting until it is sent, and in no record. */
  'part of the plan of a meeting': {
    tables: ['meeting_plan', 'meeting_part', 'meeting_part_went', 'decided_money'],
    async plant({ db, as, may, family, member, word, today, at }) {
      if (!(await may('meetings:answer'))) return null
      const meeting = await done(await as('meetings:answer'), askForMeeting, { question: 'Who helps?', lang: 'en', people: [] })
      const said = { words: `We do ${word}`, lang: 'en', owner: null, ownerName: `${word} club`, ownerAgency: word, dueOn: plusDays(today, 5), needs: 'service' as const, needsWords: word, pence: null, kind: null, otherwise: `Or ${word}`, checks: null, becomes: 'action' as const, category: null, kept: 'us' as const, answer: null }
      const part = await done(await as('meetings:attend'), writePart, { meeting, part: null, said })
      await db.insertInto('meeting_part_went').values({ family_id: family, part_id: part, by_member: member, went: 'well', words: `It was ${word}`, lang: 'en', at }).execute()
      await db.insertInto('decided_money').values({ family_id: family, id: part, meeting_id: meeting, sitting: 1, what: `We buy ${word}`, what_lang: 'en', kind: 'network', pence: pence(77_700), needed_on: plusDays(today, 5), decided_at: at }).execute()
      // An appointment that others see came out of it: on no page of theirs.
      const booked = await db.selectFrom('appointment').select('id').where('family_id', '=', family).where('circle_id', 'is', null).orderBy('starts_at').orderBy('id').limit(1).executeTakeFirst()
      if (booked) await db.updateTable('appointment').set({ decided_id: part }).where('family_id', '=', family).where('id', '=', booked.id).execute()
      return { ids: [part], urls: [`/families/${family}/meetings/${meeting}/plan`, `/families/${family}/meetings/${meeting}/plan/part?part=${part}`], seenBy: [] }
    },
  },
  /** What is said in private family time: of those who are in that room, and of nobody who works here. The demo's open one is used: opening another would tell those asked to it. */
  'private family time': {
    tables: ['room', 'room_key', 'room_post', 'room_proposal', 'room_answer'],
    async plant({ db, family, person, member, word, cast, at }) {
      const there = await db.selectFrom('room as r').innerJoin('meeting_person as p', (join) => join.onRef('p.family_id', '=', 'r.family_id').onRef('p.meeting_id', '=', 'r.meeting_id').onRef('p.sitting', '=', 'r.sitting')).select('r.meeting_id')
        .where('r.family_id', '=', family).where('r.state', '=', 'open').where('p.member_id', '=', member).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null).executeTakeFirst()
      const viewer = there && (await viewerFor(db, person, family, at))
      if (!viewer) return null
      const room = await mustBeInTheRoom(viewer, there.meeting_id)
      await actQuietly(room, writePost, { words: `Between us: ${word}`, view: false, child: null }, { id: newId(), contentHash: word })
      const proposed = { words: `We do ${word}`, lang: 'en', owner: null, ownerName: word, ownerAgency: null, dueOn: plusDays(dayAt(at), 5), needs: 'service' as const, needsWords: word, pence: null, kind: null }
      const proposal = await actQuietly(room, propose, { proposed, follows: null }, { id: newId(), contentHash: `proposed ${word}` })
      if (!proposal.ok) throw new Error(proposal.why)
      await actQuietly(room, answerProposal, { proposal: proposal.value, said: { stance: 'no', words: `Not ${word}` }, as: null }, { id: newId(), contentHash: `answered ${word}` })
      const { id } = await db.selectFrom('room_post').select('id').where('family_id', '=', family).where('by_member', '=', member).orderBy('place', 'desc').executeTakeFirstOrThrow()
      return { ids: [id, proposal.value], urls: ['', '/decide', `/decide/${proposal.value}`].map((page) => `/families/${family}/meetings/${there.meeting_id}/private${page}`), seenBy: [cast.aisha, cast.imran, cast.tariq] }
    },
  },
  /** What somebody writes for private family time before it opens: theirs alone. */
  'written before private family time': {
    tables: ['room_before'],
    async plant({ db, as, may, person, family, word, at }) {
      if (!(await may('meetings:answer')) || !(await may('meetings:attend'))) return null
      const meeting = await done(await as('meetings:answer'), askForMeeting, { question: 'Who comes?', lang: 'en', people: [] })
      const room = await mustBeInTheRoom((await viewerFor(db, person, family, at))!, meeting)
      await readyToWrite(room)
      await actQuietly(room, writeBefore, { words: `Before all: ${word}` }, { id: newId(), contentHash: `before ${word}` })
      return { ids: [], urls: [`/families/${family}/meetings/${meeting}/private`], seenBy: [] }
    },
  },
  /** What somebody needs at a family meeting: theirs, and of whoever gets it ready. */
  'need at a meeting': {
    tables: ['meeting_need'],
    async plant({ db, as, may, family, member, word, cast }) {
      const there = await db.selectFrom('meeting_person as p').innerJoin('meeting as g', (join) => join.onRef('g.family_id', '=', 'p.family_id').onRef('g.id', '=', 'p.meeting_id')).select('g.id')
        .where('p.family_id', '=', family).where('p.member_id', '=', member).where('p.invited_at', 'is not', null).where('p.gone_at', 'is', null).where('g.state', 'in', ['preparing', 'called']).executeTakeFirst()
      if (!there || !(await may('meetings:see'))) return null
      await done(await as('meetings:see'), sayPart, { meeting: there.id, member, how: 'room', lang: 'en', interpreterLang: null, needs: [{ need: 'food', words: `No ${word}` }] })
      return { ids: [], urls: [`/families/${family}/meetings/${there.id}/part`], seenBy: [cast.grace] }
    },
  },
}
