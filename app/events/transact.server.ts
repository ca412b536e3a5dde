/** The command and the record of it, or neither. Every change of data goes through here. */
import type { Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.ts'
import { notYours } from '#app/access/not-yours.ts'
import { keyedHash } from '#app/access/keyed-hash.server.ts'
import { stillHasPlace, stillHoldsPost, type AnyViewer, type Inside } from '#app/access/viewer.server.ts'
import { append } from './audit-trail.server.ts'
import type { EventDraft } from './catalogue.ts'
import { putInOutbox, type Notice, type PathOf } from './notices.server.ts'

/** What a command comes to: done, with what happened and who is told; or refused, with the reason's key. */
export type Outcome<T, Why extends string> =
  | { readonly ok: true; readonly value: T; readonly event: EventDraft; readonly notices?: readonly Notice[] }
  | Refusal<Why>

/** `why` is the key `refusals:<why>`; `values` fill its sentence, `field` says beside which field it stands. */
export type Refusal<Why extends string> = {
  readonly ok: false
  readonly why: Why
  readonly values?: Readonly<Record<string, string | number>>
  readonly field?: string
}

/** What a family keeps to itself comes to: it leaves an event only where there is something that those outside of it may know of. */
export type Quiet<T, Why extends string> =
  | { readonly ok: true; readonly value: T; readonly event?: EventDraft; readonly notices?: readonly Notice[]; /** Where its messages lead. */ readonly about?: EventDraft['thing'] }
  | Refusal<Why>

/** The once-only id of a form, and what the form said and to which page. */
export interface FormUse { readonly id: string; readonly contentHash: string }

export type Answer<T, Why extends string> =
  | { readonly ok: true; readonly value: T; /** The same form came before: this is the first result again. */ readonly again: boolean }
  | Refusal<Why | 'already-sent'>

class Refused extends Error {
  readonly refusal: Refusal<string>
  constructor(refusal: Refusal<string>) {
    super(refusal.why)
    this.refusal = refusal
  }
}

/**
 * Runs one command in one transaction. Its first statement locks the scope's row (the family, the person or the area),
 * which serialises commands of one family and of no other; then the once-only id, whether the viewer still has their
 * place in the family or their post in the area, the command, the event, the outbox. A form's id is bound to its first
 * use: the same words from somebody else, or to another command, are another sending of it.
 *
 * The viewer must be proven to have the power that the command asks for: otherwise the call does not compile.
 * A command is a named function of (acting, input), not a closure: it cannot capture the outer database, and it is run
 * again from the start on a serialization failure. A refusal rolls everything back and does not use the form's id up.
 *
 * @throws a 404 when the viewer's place in the family or post in the area has ended; DatabaseBusy when the database stayed locked for some seconds; anything else thrown is a fault.
 */
export async function act<V extends AnyViewer, In, T, Why extends string>(
  viewer: V,
  command: (acting: Inside<V>, input: In) => Promise<Outcome<T, Why>>,
  input: In,
  once?: FormUse,
): Promise<Answer<T, Why>> {
  return run(viewer, command, input, once && { ...once, said: saidBy(viewer, command, once) })
}

/**
 * The same for what happens in a room that nobody who works here can look into (C4, private family time): the record of the family grows
 * by nothing, or it would tell how much was said; and what is kept of the form is a hash that does not say by whom it was sent, nor what for.
 */
export async function actQuietly<V extends AnyViewer, In, T, Why extends string>(
  viewer: V,
  command: (acting: Inside<V>, input: In) => Promise<Quiet<T, Why>>,
  input: In,
  once: FormUse,
): Promise<Answer<T, Why>> {
  return run(viewer, command, input, { ...once, said: keyedHash('quiet form', saidBy(viewer, command, once)) })
}

async function run<V extends AnyViewer, In, T, Why extends string>(
  viewer: V,
  command: (acting: Inside<V>, input: In) => Promise<Quiet<T, Why>>,
  input: In,
  once: { readonly id: string; readonly said: string } | undefined,
): Promise<Answer<T, Why>> {
  const scope = scopeOf(viewer)
  try {
    return await inTransaction(viewer.db, async (db) => {
      const locked = await lock(db, viewer.scope, scope)
      if (once) {
        const before = await db.selectFrom('form_use').select(['content_hash', 'result']).where('scope_id', '=', scope).where('form_id', '=', once.id).executeTakeFirst()
        if (before?.content_hash === once.said) return { ok: true, value: JSON.parse(before.result).value as T, again: true }
        if (before) throw new Refused({ ok: false, why: 'already-sent' })
      }
      if (viewer.scope === 'family' && !(await stillHasPlace(db, viewer))) throw notYours()
      if (viewer.scope === 'area' && !(await stillHoldsPost(db, viewer))) throw notYours()
      const outcome = await command({ ...viewer, db } as unknown as Inside<V>, input)
      if (!outcome.ok) throw new Refused(outcome)
      if (outcome.event) {
        const by = { person: viewer.person, member: viewer.scope === 'family' ? viewer.member : null, at: viewer.now }
        const seq = locked.seq + 1
        const head = await append(db, { id: scope, seq, head: locked.chain_head }, by, outcome.event)
        await db.updateTable(viewer.scope).set({ seq, chain_head: head }).where('id', '=', scope as never).execute()
      }
      if (outcome.notices?.length) await putInOutbox(db, scope, viewer.now, outcome.notices, pathsFor(viewer, outcome.event?.thing ?? outcome.about))
      if (once) {
        await db.insertInto('form_use').values({ scope_id: scope, form_id: once.id, content_hash: once.said, result: JSON.stringify({ value: outcome.value }), at: viewer.now }).execute()
      }
      return { ok: true, value: outcome.value, again: false }
    })
  } catch (error) {
    if (error instanceof Refused) return error.refusal as Refusal<Why | 'already-sent'>
    throw error
  }
}

/** Places in a family that a message can lead to; those that end with a stroke have a page for each. */
const pagesOfThings: Readonly<Record<string, string>> = { goal: 'goals/', appointment: 'appointments/', offer: 'appointments/offers/', wait: 'appointments/waits/', spend: 'budget/requests/', message: 'messages/', meeting: 'meetings/', plan: 'plan', 'backup-run': 'plan/if-things-get-harder/runs/' }

/** Where the messages about an event lead: to the thing, to the list of those who decide it, or to the page where signing in begins. */
function pathsFor(viewer: AnyViewer, thing: EventDraft['thing']): PathOf {
  return (name) => {
    if (name === 'passwordChanged' || name === 'signInChanged' || name === 'spareCodeUsed' || name === 'signedOut') return '/account/security'
    if (name === 'calendarMade') return '/account/calendar'
    if (name === 'toDecide') return '/desk/approvals'
    if (name === 'leadsGroup') return '/desk/diary'
    const place = thing && pagesOfThings[thing.kind]
    return place && viewer.scope === 'family' ? `/families/${viewer.family}/${place}${place.endsWith('/') ? thing.id : ''}` : '/families'
  }
}

function scopeOf(viewer: AnyViewer): string {
  if (viewer.scope === 'family') return viewer.family
  if (viewer.scope === 'area') return viewer.area
  return viewer.person
}

/** What a form said, by whom and to which command. */
function saidBy(viewer: AnyViewer, command: { readonly name: string }, once: FormUse): string {
  return `${once.contentHash}|${viewer.person ?? ''}|${command.name}`
}

/** The row is written as it is: the count rises only with an event, or a form that came twice would leave a gap in the chain. */
async function lock(db: Transaction<Schema>, table: AnyViewer['scope'], id: string) {
  return db.updateTable(table).set((eb) => ({ seq: eb.ref('seq') })).where('id', '=', id as never)
    .returning(['seq', 'chain_head']).executeTakeFirstOrThrow()
}
