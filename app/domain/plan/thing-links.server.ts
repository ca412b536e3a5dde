/**
 * One thing to do by a secret link, for an owner elsewhere who has no account (#17, #18). The link shows that one thing and
 * takes its answer; nothing else of the family stands behind it. Opening it changes nothing: programs that look for viruses
 * in mail open every link.
 */
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { counted, networkOf, takeAll } from '#app/access/throttle.server.ts'
import { lookerOfRow, visibleTo } from '#app/access/visible-to.server.ts'
import { linkHolderOf, must, type Acting, type Inside, type LinkHolder, type LinkMay, type Viewer } from '#app/access/viewer.server.ts'
import { addressOf, hashOfToken, newToken } from '#app/domain/account/links.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { isLang, type Lang } from '#app/i18n/lang.ts'
import { newId, type EntryId, type LinkId, type MemberId } from '#app/values/ids.ts'
import { atWallTime, now, plusDays, type Day, type Instant } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { answerByLink, type AnswerRefused, type PromiseAnswer } from './promises.server.ts'

export interface NewLink {
  readonly action: EntryId
  readonly to: { readonly channel: 'email' | 'text'; readonly address: string }
  readonly lang: Lang
  /** The page may say the family's name: the family alone can tick that. */
  readonly namesFamily: boolean
}

/**
 * Sends an action to its owner elsewhere, in place of a link sent before. Only somebody who sees the action can, and that it
 * was told stands beside it.
 */
export async function sendActionLink(acting: Acting<'plan:actions'>, { action, to, lang, namesFamily }: NewLink): Promise<Outcome<LinkId, 'not-there' | 'is-settled' | 'owner-has-account'>> {
  const row = await acting.db.selectFrom('plan_entry as e').select(['e.id', 'e.circle_id', 'e.owner_member', 'e.owner_name', 'e.owner_agency', 'e.due_on', 'e.done_at', 'e.ended_at']).where('e.id', '=', action).where('e.kind', '=', 'action')
    .where(visibleTo(acting, 'plan', 'e')).executeTakeFirst()
  if (!row || acting.member === null) return { ok: false, why: 'not-there' }
  if (row.done_at !== null || row.ended_at !== null) return { ok: false, why: 'is-settled' }
  if (row.owner_member !== null) return { ok: false, why: 'owner-has-account' }
  await endOpen(acting, action)
  const token = newToken()
  const id = newId<LinkId>()
  await acting.db.insertInto('thing_link').values({
    family_id: acting.family, id, thing_kind: 'action', thing_id: action, token_hash: hashOfToken(token), channel: to.channel, address: to.address, lang,
    names_family: namesFamily && (acting.seat === 'parent' || acting.seat === 'kin-carer') ? 1 : 0, made_by: acting.member, made_at: acting.now, expires_at: await endOf(acting, row.due_on!), ended_at: null,
  }).execute()
  await acting.db.insertInto('promise_word').values({
    family_id: acting.family, id: newId(), thing_id: action, kind: 'told', by_member: acting.member, by_name: row.owner_name, by_agency: row.owner_agency, words: null, lang: null, day_before: null, day_after: null, at: acting.now,
  }).execute()
  const { areaName } = await settingsOf(acting.db)
  const who = await asks(acting, action, acting.member)
  return {
    ok: true, value: id, event: { kind: 'action-link-sent', data: { channel: to.channel }, thing: { kind: 'plan', id: action }, circle: row.circle_id },
    // The text holds the way in: what is asked for this minute does not stay in the outbox when it has gone out.
    notices: [{ to: { ...to, lang }, name: 'oneThing', atOnce: true, values: { who, area: areaName, link: addressOf(`/do/${token}`) } }],
  }
}

/** Ends the link of an action: it opens nothing any more. */
export async function endActionLink(acting: Acting<'plan:actions'>, { action }: { action: EntryId }): Promise<Outcome<null, 'not-there'>> {
  const row = await acting.db.selectFrom('plan_entry as e').select(['e.circle_id']).where('e.id', '=', action).where('e.kind', '=', 'action').where(visibleTo(acting, 'plan', 'e')).executeTakeFirst()
  if (!row || (await endOpen(acting, action)) === 0) return { ok: false, why: 'not-there' }
  return { ok: true, value: null, event: { kind: 'action-link-ended', data: {}, thing: { kind: 'plan', id: action }, circle: row.circle_id } }
}

/** Reminds an owner elsewhere, where they have an open link: by a new one in its place, for of the one before only a hash is there. */
export async function renewLink(acting: Pick<Inside<LinkHolder>, 'db' | 'family' | 'now' | 'today'>, action: EntryId): Promise<Notice[]> {
  const link = await acting.db.selectFrom('thing_link').select(['id', 'channel', 'address', 'lang', 'made_by']).where('family_id', '=', acting.family).where('thing_id', '=', action).where('ended_at', 'is', null).where('expires_at', '>', acting.now).executeTakeFirst()
  if (!link || !isLang(link.lang)) return []
  const token = newToken()
  await acting.db.updateTable('thing_link').set({ token_hash: hashOfToken(token) }).where('family_id', '=', acting.family).where('id', '=', link.id).execute()
  const { areaName } = await settingsOf(acting.db)
  return [{ to: { channel: link.channel, address: link.address, lang: link.lang }, name: 'oneThing', atOnce: true, values: { who: await asks(acting, action, link.made_by), area: areaName, link: addressOf(`/do/${token}`) } }]
}

async function endOpen(acting: Inside<Viewer>, action: EntryId): Promise<number> {
  const ended = await acting.db.updateTable('thing_link').set({ ended_at: acting.now }).where('family_id', '=', acting.family).where('thing_id', '=', action).where('ended_at', 'is', null).executeTakeFirst()
  return Number(ended.numUpdatedRows)
}

/** Until when a link works: so many days after the day that the thing is for, or after today where that has passed. */
async function endOf(acting: Inside<Viewer>, dueOn: Day): Promise<Instant> {
  const { thingLinkDays } = await settingsOf(acting.db)
  return atWallTime(plusDays(dueOn > acting.today ? dueOn : acting.today, thingLinkDays), '23:00')!
}

/** Who asks, by their first name: the lead professional where they see the action, else whoever sent the link. */
async function asks(viewer: Pick<LinkHolder, 'db' | 'family' | 'now' | 'today'>, action: EntryId, sender: MemberId): Promise<string> {
  const lead = await viewer.db.selectFrom('member as m').innerJoin('plan_entry as e', 'e.family_id', 'm.family_id').select('m.given_name').where('m.family_id', '=', viewer.family).where('e.id', '=', action).where('m.seat', '=', 'lead')
    .where('m.from_on', '<=', viewer.today).where((eb) => eb.or([eb('m.until_on', 'is', null), eb('m.until_on', '>=', viewer.today)])).where(visibleTo(lookerOfRow('m', 'lead', viewer), 'plan', 'e')).orderBy('m.made_at').executeTakeFirst()
  if (lead) return lead.given_name
  return (await viewer.db.selectFrom('member').select('given_name').where('family_id', '=', viewer.family).where('id', '=', sender).executeTakeFirstOrThrow()).given_name
}

/** What the page of a link shows: the one thing, who asks it, by when, and what its owner said to it last. */
export interface ThingByLink {
  readonly words: string
  readonly lang: string
  readonly owner: string
  readonly dueOn: Day
  readonly late: boolean
  readonly asks: string
  readonly area: string
  readonly family: string | null
  readonly accepted: boolean
}

/** The one thing of a link's holder. */
export async function thingByLink(holder: LinkMay<'action:answer'>): Promise<ThingByLink> {
  const row = await holder.db.selectFrom('thing_link as l').innerJoin('plan_entry as e', (join) => join.onRef('e.family_id', '=', 'l.family_id').onRef('e.id', '=', 'l.thing_id' as never)).innerJoin('family as f', 'f.id', 'l.family_id')
    .select(['e.words', 'e.lang', 'e.owner_name', 'e.due_on', 'l.names_family', 'l.made_by', 'l.made_at', 'f.name']).where('l.family_id', '=', holder.family).where('l.id', '=', holder.link).executeTakeFirstOrThrow()
  const last = await holder.db.selectFrom('promise_word').select('kind').where('family_id', '=', holder.family).where('thing_id', '=', holder.action).where('kind', '<>', 'told').orderBy('at', 'desc').orderBy('id').limit(1).executeTakeFirst()
  const { areaName } = await settingsOf(holder.db)
  return {
    words: row.words, lang: row.lang, owner: row.owner_name ?? '', dueOn: row.due_on!, late: row.due_on! < holder.today, asks: await asks(holder, holder.action, row.made_by), area: areaName,
    family: row.names_family === 1 ? row.name : null, accepted: last?.kind === 'accepted' || last?.kind === 'moved',
  }
}

/** The holder of an open link; undefined for one that is unknown, old or ended, whichever of these. A token has 256 bits: nothing is counted for looking. */
export async function holderOf(token: string): Promise<LinkHolder | undefined> {
  return linkHolderOf(database(), hashOfToken(token), now())
}

const paces = { network: { atOnce: 60, everySeconds: 10 }, link: { atOnce: 10, everySeconds: 30 } }

/** Answers the one thing of a link. */
export async function answerThing(token: string, answer: PromiseAnswer, clientAddress: string, once: { readonly id: string; readonly contentHash: string }): Promise<{ ok: true } | { ok: false; why: AnswerRefused | 'link-ended' | 'already-sent'; field?: string } | { ok: false; why: 'wait-a-little'; values: { count: number } }> {
  const taken = await takeAll([counted(paces.network, 'do-network', networkOf(clientAddress)), counted(paces.link, 'do-link', plainHash(token))])
  if (!taken.ok) return { ok: false, why: 'wait-a-little', values: { count: taken.waitSeconds } }
  const holder = await holderOf(token)
  if (!holder) return { ok: false, why: 'link-ended' }
  const said = await act(must(holder, 'action:answer'), answerByLink, { answer }, once)
  return said.ok ? { ok: true } : { ok: false, why: said.why, ...(said.field ? { field: said.field } : {}) }
}
