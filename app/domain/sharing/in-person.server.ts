/**
 * What somebody without an account says in person about what is shared (TF ¶3.27; #35): the lead professional writes it
 * down, with the day and who was there. Whoever joins later reads it in the register and changes it like their own.
 */
import type { Agreeable } from '#db/schema.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import type { Acting } from '#app/access/viewer.server.ts'
import { agree, takeBack, whoAgrees, type InPerson } from '#app/domain/family/agreeing.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { newId, type CircleId, type MemberId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'

interface Said { readonly giver: MemberId; readonly to: MemberId; readonly saidOn: Day; /** Who else was there. */ readonly present: MemberId | null }
export interface SaidInPerson extends Said { readonly about: readonly MemberId[]; readonly kinds: readonly Agreeable[]; readonly why: string; readonly whyLang: string; readonly until: Day | null }

type NoteRefused = 'not-there' | 'somebody-is-not-here' | 'not-theirs-to-agree' | 'day-is-past' | 'not-yet-said' | 'has-account'

/** Writes down what somebody agreed, in place of what was agreed before. Refused for whoever has an account: they say it there. */
export async function noteAgreement(acting: Acting<'people:invite'>, said: SaidInPerson): Promise<Outcome<null, NoteRefused>> {
  if (said.until !== null && said.until < acting.today) return { ok: false, why: 'day-is-past', field: 'until' }
  const known = await whoSaid(acting, said)
  if (!known.ok) return known
  const { who, inPerson } = known
  const about = who.people.filter((one) => said.about.includes(one.id))
  if (about.length === 0 || about.length !== new Set(said.about).size) return { ok: false, why: 'somebody-is-not-here', field: 'about' }
  if (about.some((one) => !who.may(said.giver, one.id, said.to))) return { ok: false, why: 'not-theirs-to-agree', field: 'about' }
  await takeBack(acting, { to: said.to, about: about.map((one) => one.id) })
  await agree(acting, { to: said.to, kinds: said.kinds, about, why: said.why, whyLang: said.whyLang, by: said.giver, until: said.until, inPerson }, who.ages)
  return { ok: true, value: null, event: { kind: 'agreement-noted', data: { giver: said.giver, to: said.to }, thing: { kind: 'member', id: said.to }, circle: newId<CircleId>() } }
}

/** Writes down that somebody took back in person what they, or nobody but them, may decide: from the next request on it is not seen. */
export async function noteTakenBack(acting: Acting<'people:invite'>, said: Said): Promise<Outcome<null, NoteRefused | 'nothing-shared'>> {
  const known = await whoSaid(acting, said)
  if (!known.ok) return known
  const about = known.who.people.filter((one) => known.who.may(said.giver, one.id, said.to)).map((one) => one.id)
  if ((await takeBack(acting, { to: said.to, about })) === 0) return { ok: false, why: 'nothing-shared' }
  return { ok: true, value: null, event: { kind: 'agreement-noted', data: { giver: said.giver, to: said.to }, thing: { kind: 'member', id: said.to }, circle: newId<CircleId>() } }
}

/** Whoever said it is here and has no account, the helper is one, and it was said by today; the lead professional writes. */
async function whoSaid(acting: Acting<'people:invite'>, said: Said): Promise<{ ok: true; who: Awaited<ReturnType<typeof whoAgrees>>; inPerson: InPerson } | { ok: false; why: NoteRefused; field?: string }> {
  if (acting.seat !== 'lead' || acting.member === null) return { ok: false, why: 'not-there' }
  if (said.saidOn > acting.today) return { ok: false, why: 'not-yet-said', field: 'said' }
  const who = await whoAgrees(acting)
  const here = (id: MemberId) => who.people.find((one) => one.id === id)
  const giver = here(said.giver)
  if (!giver) return { ok: false, why: 'somebody-is-not-here' }
  if (giver.person !== null) return { ok: false, why: 'has-account' }
  const helper = here(said.to)
  if (!helper || !seatsThatHelp.has(helper.seat)) return { ok: false, why: 'somebody-is-not-here', field: 'to' }
  if (said.present !== null && (!here(said.present) || said.present === acting.member || said.present === giver.id)) return { ok: false, why: 'somebody-is-not-here', field: 'present' }
  return { ok: true, who, inPerson: { notedBy: acting.member, saidOn: said.saidOn, present: said.present } }
}
