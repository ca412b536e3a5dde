/** Agreements: who may give one, giving and taking back. Rows are never overwritten (TF ¶3.27; #35). */
import type { Agreeable } from '#db/schema.ts'
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { newId, type MemberId, type PersonId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { keepNextContact } from './next-contact.server.ts'
import { mayAgree, untilTheirOwn, type Ages, type Somebody } from './agreeing.ts'

export interface Agreer extends Somebody { readonly name: string; readonly givenName: string; readonly person: PersonId | null }

/** Everybody of a family today, who has parental responsibility for whom, and what young people said themselves. */
export interface WhoAgrees {
  readonly ages: Ages
  readonly people: readonly Agreer[]
  /** The names of all, those of the past included. */
  readonly names: Readonly<Record<MemberId, string>>
  /** The family asked for another lead professional than this one. */
  readonly handOver: { readonly from: MemberId; readonly dueOn: Day } | null
  /** Whether `giver` may say what `to` sees of `about`; `to` is null for somebody who is only just joining. */
  may(giver: MemberId, about: MemberId, to: MemberId | null): boolean
  isResponsible(adult: MemberId, child: MemberId): boolean
  /** Whether a young person decides for themselves what `to` sees. */
  saysThemselves(about: MemberId, to: MemberId): boolean
}

/** Who may agree about whom in this family today. Two queries. */
export async function whoAgrees(viewer: Viewer | Inside<Viewer>): Promise<WhoAgrees> {
  const [rows, ages] = await Promise.all([
    viewer.db.selectFrom('member as m')
      .leftJoin('responsibility as r', (join) => join.onRef('r.family_id', '=', 'm.family_id').onRef('r.child_member', '=', 'm.id'))
      .leftJoin('own_say as s', (join) => join.onRef('s.family_id', '=', 'm.family_id').onRef('s.about_member', '=', 'm.id'))
      .leftJoin('hand_over as h', (join) => join.onRef('h.family_id', '=', 'm.family_id').onRef('h.from_member', '=', 'm.id').on('h.ended_at', 'is', null))
      .select(['m.id', 'm.name', 'm.given_name', 'm.seat', 'm.born_on', 'm.person_id', 'm.from_on', 'm.until_on', 'r.adult_member', 's.to_member', 'h.due_on']).where('m.family_id', '=', viewer.family)
      .orderBy('m.made_at').orderBy('m.id').execute(),
    settingsOf(viewer.db),
  ])
  const people = new Map<MemberId, Agreer>()
  for (const row of rows) {
    const current = row.from_on <= viewer.today && (row.until_on === null || row.until_on >= viewer.today)
    if (current) people.set(row.id, { id: row.id, name: row.name, givenName: row.given_name, seat: row.seat, bornOn: row.born_on, person: row.person_id })
  }
  const responsible = new Set(rows.map((row) => `${row.adult_member} ${row.id}`))
  const said = new Set(rows.map((row) => `${row.id} ${row.to_member}`))
  return {
    ages, people: [...people.values()], names: Object.fromEntries(rows.map((row) => [row.id, row.name])),
    handOver: rows.flatMap((row) => (row.due_on === null ? [] : [{ from: row.id, dueOn: row.due_on }]))[0] ?? null,
    isResponsible: (adult, child) => responsible.has(`${adult} ${child}`),
    saysThemselves: (about, to) => said.has(`${about} ${to}`),
    may: (giver, about, to) => {
      const [from, whom] = [people.get(giver), people.get(about)]
      if (!from || !whom) return false
      return mayAgree(from, whom, { responsible: responsible.has(`${giver} ${about}`), saidThemselves: to !== null && said.has(`${about} ${to}`) }, ages, viewer.today)
    },
  }
}

/** A family inside a command: whoever starts one is not in it yet. */
type Place = Pick<Inside<Viewer>, 'db' | 'family' | 'now'>

export interface Agreement {
  readonly to: MemberId
  readonly kinds: readonly Agreeable[]
  readonly about: readonly Somebody[]
  readonly why: string
  readonly whyLang: string | null
  readonly by: MemberId
  readonly until: Day | null
  /** It was said in person, and somebody wrote it down. */
  readonly inPerson?: InPerson
}

/** Who wrote down what somebody said in person, on which day it was said, and who else was there. */
export interface InPerson { readonly notedBy: MemberId; readonly saidOn: Day; readonly present: MemberId | null }

/**
 * Writes an agreement, for whoever was found to be allowed to give it. What one person agrees about a child ends on the
 * day before that child decides alone.
 */
export async function agree(acting: Place, agreement: Agreement, ages: Ages): Promise<void> {
  const rows = agreement.about.flatMap((about) => [...new Set(agreement.kinds)].map((kind) => ({
    family_id: acting.family, id: newId(), to_member: agreement.to, kind, about_member: about.id, why: agreement.why, why_lang: agreement.whyLang, given_by: agreement.by,
    from_at: acting.now, until_on: about.id === agreement.by ? agreement.until : untilTheirOwn(about, ages, agreement.until), withdrawn_at: null,
    noted_by: agreement.inPerson?.notedBy ?? null, said_on: agreement.inPerson?.saidOn ?? null, present_member: agreement.inPerson?.present ?? null,
  })))
  if (rows.length > 0) await acting.db.insertInto('consent').values(rows).execute()
}

/** Takes back what somebody who helps may see of these people: from the next request on it is not seen. How many agreements ended. */
export async function takeBack(acting: Inside<Viewer>, { to, about }: { to: MemberId; about: readonly MemberId[] }): Promise<number> {
  if (about.length === 0) return 0
  const ended = await acting.db.updateTable('consent').set({ withdrawn_at: acting.now, withdrawn_by: acting.member }).where('family_id', '=', acting.family)
    .where('to_member', '=', to).where('about_member', 'in', [...about]).where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', acting.today)])).executeTakeFirst()
  if (Number(ended.numUpdatedRows) > 0) await keepNextContact(acting)
  return Number(ended.numUpdatedRows)
}

/** Says which adult has parental responsibility for which child. The pairs are of this family: the caller has looked. */
export async function holdResponsible(acting: Place, pairs: readonly { adult: MemberId; child: MemberId }[]): Promise<void> {
  if (pairs.length === 0) return
  await acting.db.insertInto('responsibility').values(pairs.map(({ adult, child }) => ({ family_id: acting.family, adult_member: adult, child_member: child, at: acting.now })))
    .onConflict((conflict) => conflict.doNothing()).execute()
}
