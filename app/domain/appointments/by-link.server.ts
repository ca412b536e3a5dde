/**
 * The appointment behind a reminder's link, moved or cancelled without signing in. Where contact is not safe, the page says nothing before its
 * reader's word, or before they sign in: whoever opens it may be somebody else. The word holds a quarter of an hour, in that browser, for that link.
 */
import { keyedHash, plainHash, sameHash } from '#app/access/keyed-hash.server.ts'
import { counted, networkOf, takeAll } from '#app/access/throttle.server.ts'
import { signedInAs } from '#app/access/session.server.ts'
import { must, remindedBy, type RemindedActing, type RemindedMay } from '#app/access/viewer.server.ts'
import { ownWordSaid } from '#app/domain/account/notice.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type FormUse, type Outcome } from '#app/events/transact.server.ts'
import { config } from '#app/values/config.ts'
import type { AppointmentId } from '#app/values/ids.ts'
import { now, plusMinutes, type Instant } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import type { Mode } from '#db/schema.ts'
import { cancelAppointment, mayStillChange, moveAppointment } from './booking.server.ts'
import { mattersAt, mattersIn } from './dates.server.ts'
import type { Matter } from './dates.ts'
import { daysToBook, freeTimes, rulesFor } from './diary.server.ts'
import { isGuarded, isKept, keptFromSomebody } from './guarded.server.ts'
import { nearestTo, type FreeTime } from './times.ts'
import { alsoNamed, listed, practitionersIn } from './together.server.ts'

/** Minutes for which a word that was said holds. */
const minutesOfWord = 15

/** What the page of a reminder shows. */
export interface VisitByLink {
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly mode: Mode
  readonly place: string | null
  readonly placeLang: string | null
  readonly name: string
  /** The names of those who come too. */
  readonly together: readonly string[]
  readonly photo: string | null
  readonly givenName: string
  /** It is a place in a group: it can be cancelled, and not moved. */
  readonly group: { readonly name: string; readonly lang: string } | null
  readonly sequence: number
  readonly mayChange: boolean
}

/** The holder of a reminder's link. `open`: it may be shown; else only the question for the word. Undefined for any other token, and once there is nothing to see to. */
export async function remindedIn(request: Request, token: string): Promise<{ holder: RemindedMay; open: boolean } | undefined> {
  const found = await remindedBy(database(), plainHash(token), now())
  if (!found) return undefined
  const holder = must(found, 'appointment:change')
  const open = (await signedInAs(request))?.person === holder.person || wordHolds(request, token) || !(await isGuardedFor(holder))
  return { holder, open }
}

async function isGuardedFor(holder: RemindedMay): Promise<boolean> {
  const row = await holder.db.selectFrom('appointment as a').innerJoin('person as p', (join) => join.on('p.id', '=', holder.person)).leftJoin('safe_contact as s', 's.person_id', 'p.id')
    .select(['s.channel', 's.safe_word', 's.must_not_learn', 's.messages_ok', 's.email_detail', 's.text_detail']).select([isKept().as('kept'), keptFromSomebody().as('kept_from')])
    .where('a.family_id', '=', holder.family).where('a.id', '=', holder.appointment).executeTakeFirstOrThrow()
  return isGuarded(row, (row.channel === 'text' ? row.text_detail : row.email_detail) === 1)
}

/** The appointment. Two queries. */
export async function visitByLink(holder: RemindedMay): Promise<VisitByLink> {
  const row = await holder.db.selectFrom('appointment as a').innerJoin('person as who', 'who.id', 'a.practitioner_id').leftJoin('profile as f', 'f.person_id', 'who.id').leftJoin('group_date as gd', 'gd.id', 'a.group_date_id').leftJoin('group_series as g', 'g.id', 'gd.group_id')
    .select(['g.name as group_name', 'g.lang as group_lang', 'a.starts_at', 'a.ends_at', 'a.mode', 'a.place', 'a.note_lang', 'a.sequence', 'who.name', 'who.given_name', 'f.photo', alsoNamed('a').as('together')]).where('a.family_id', '=', holder.family).where('a.id', '=', holder.appointment).executeTakeFirstOrThrow()
  const settings = await settingsOf(holder.db)
  return {
    startsAt: row.starts_at, endsAt: row.ends_at, mode: row.mode, place: row.mode === 'video' ? null : row.place, placeLang: row.mode === 'home' || row.mode === 'phone' ? row.note_lang : null,
    name: row.name, together: listed(row.together), givenName: row.given_name, photo: row.photo, group: row.group_name === null ? null : { name: row.group_name, lang: row.group_lang! }, sequence: row.sequence, mayChange: mayStillChange(holder, row.starts_at, settings),
  }
}

/** The times to which it can be moved, free for all who come, in order; those nearest to one that was taken meanwhile where `near` is given. */
export async function timesByLink(holder: RemindedMay, near?: Instant): Promise<FreeTime[]> {
  const settings = await settingsOf(holder.db)
  const row = await holder.db.selectFrom('appointment').select(['id', 'practitioner_id', 'mode', 'starts_at']).where('family_id', '=', holder.family).where('id', '=', holder.appointment).executeTakeFirstOrThrow()
  const all = await practitionersIn(holder.db, holder.family, row)
  const free = (await freeTimes(holder.db, all, row.mode, rulesFor(row.mode, settings), daysToBook(holder.today, settings), holder.now, holder.appointment)).filter((time) => time.startsAt !== row.starts_at)
  return near === undefined ? free : nearestTo(near, free, 3)
}

/** The dates that matter in the days to which it can be moved, as the link's reader sees them. */
export async function mattersByLink(holder: RemindedMay): Promise<Matter[]> {
  const settings = await settingsOf(holder.db)
  return mattersIn(holder, daysToBook(holder.today, settings), settings)
}

/** A time that falls on dates that matter to the link's reader, to be asked about once; null for any other. */
export async function warnedByLink(holder: RemindedMay, startsAt: Instant): Promise<{ time: FreeTime; matters: readonly Matter[] } | null> {
  const row = await holder.db.selectFrom('appointment').select(['starts_at', 'ends_at']).where('family_id', '=', holder.family).where('id', '=', holder.appointment).executeTakeFirstOrThrow()
  const time = { startsAt, endsAt: plusMinutes(startsAt, (Date.parse(row.ends_at) - Date.parse(row.starts_at)) / 60_000), place: null }
  const matters = await mattersAt(holder, time, await settingsOf(holder.db))
  return matters.length > 0 ? { time, matters } : null
}

/** Moves the appointment of the link, as its reader would who had signed in. */
export async function moveByLink(acting: RemindedActing, { sequence, startsAt }: { readonly sequence: number; readonly startsAt: Instant }) {
  return moveAppointment(acting, { appointment: acting.appointment, sequence, startsAt })
}

/** Cancels it, likewise. */
export async function cancelByLink(acting: RemindedActing, { sequence, words = null, lang }: { readonly sequence: number; readonly words?: string | null; readonly lang?: string }): Promise<Outcome<AppointmentId, 'too-late-ring-us' | 'appointment-changed' | 'appointment-over'>> {
  return cancelAppointment(acting, { appointment: acting.appointment, sequence, ...(words === null || lang === undefined ? {} : { words, lang }) })
}

const paces = { network: { atOnce: 60, everySeconds: 10 }, link: { atOnce: 10, everySeconds: 30 } }

type Asked = { readonly how: 'move'; readonly sequence: number; readonly startsAt: Instant } | { readonly how: 'cancel'; readonly sequence: number; /** Why, for whoever helps. */ readonly words: string | null; readonly lang: string }

/** Does what was asked by the link, at a pace that stops whoever tries for sport. */
export async function changeByLink(holder: RemindedMay, asked: Asked, token: string, clientAddress: string, once: FormUse) {
  const taken = await takeAll([counted(paces.network, 'do-network', networkOf(clientAddress)), counted(paces.link, 'do-link', plainHash(token))])
  if (!taken.ok) return { ok: false as const, why: 'wait-a-little' as const, values: { count: taken.waitSeconds } }
  return asked.how === 'move' ? act(holder, moveByLink, { sequence: asked.sequence, startsAt: asked.startsAt }, once) : act(holder, cancelByLink, { sequence: asked.sequence, words: asked.words, lang: asked.lang }, once)
}

/** Says the reader's word; a Set-Cookie value by which the link is open for a quarter of an hour, where it is right. */
export async function wordByLink(token: string, holder: RemindedMay, word: string, clientAddress: string) {
  const said = await ownWordSaid({ link: plainHash(token), person: holder.person }, word, clientAddress)
  if (!said.ok) return said
  const until = (Date.now() + minutesOfWord * 60_000).toString(36)
  return { ok: true as const, cookie: `said=${until}.${proofOf(token, until)}; Path=/do; Max-Age=${minutesOfWord * 60}; SameSite=Lax; HttpOnly${config().origin.startsWith('https:') ? '; Secure' : ''}` }
}

function proofOf(token: string, until: string): string {
  return keyedHash('word-said', plainHash(token), until)
}

function wordHolds(request: Request, token: string): boolean {
  const [, until = '', proof = ''] = /(?:^|;\s*)said=([0-9a-z]{8,9})\.([\w-]{43})(?:;|$)/.exec(request.headers.get('Cookie') ?? '') ?? []
  return until !== '' && Number.parseInt(until, 36) > Date.now() && sameHash(proof, proofOf(token, until))
}
