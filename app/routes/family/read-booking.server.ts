/** What the pages of a booking show: with whom, at what time, and the answers to be checked. Every one reads the ids it is given anew. */
import { seatsOfTheFamily } from '#app/access/powers.ts'
import type { May } from '#app/access/viewer.server.ts'
import { practitionersOf, type Practitioner } from '#app/domain/appointments/booking.server.ts'
import { decidedToBook, type DecidedToBook } from '#app/domain/appointments/decided-times.server.ts'
import { daysToBook, freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { clashesWith } from '#app/domain/appointments/clashes.server.ts'
import { mattersAt, mattersIn } from '#app/domain/appointments/dates.server.ts'
import { knownNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { nearestTo, weekOfTimes, type FreeTime } from '#app/domain/appointments/times.ts'
import { modes } from '#app/domain/appointments/words.ts'
import { settingsOf, type Settings } from '#app/domain/area/settings.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { leadValue, type WhoSeesQuestion } from '#app/domain/sharing/who-sees.tsx'
import { newFormId, type Read } from '#app/http/read-form.ts'
import { valueOf, valuesOf, type FormErrors, type FormState } from '#app/ui/form-state.ts'
import { isId, type MeetingPartId, type MemberId } from '#app/values/ids.ts'
import type { Mode } from '#db/schema.ts'
import type { bookingForm } from '#app/domain/appointments/booking-form.ts'

type Booker = May<'appointments:book'>
export type Answers = Extract<Read<ReturnType<typeof bookingForm.parse>>, { ok: true }>['data']

interface Wanted { readonly who: Practitioner; /** Those who come too. */ readonly together: readonly Practitioner[]; readonly how: Mode }

/** What stays on the server: whose account it is. */
function shown({ person: _person, ...one }: Practitioner) {
  return one
}

/** With whom and how; what is wrong with it if that is said and cannot be. */
function wantedIn(values: FormState['values'], practitioners: readonly Practitioner[]): { wanted: Wanted | null; errors: FormErrors } {
  const form = { values, errors: {} }
  const [who, how] = [valueOf(form, 'who'), valueOf(form, 'how')]
  const practitioner = practitioners.find((one) => one.member === who)
  const mode = modes.find((one) => one === how)
  const named = valuesOf(form, 'together').filter((one) => one !== who)
  const together = practitioners.filter((one) => named.includes(one.member))
  const all = practitioner && named.length === together.length ? [practitioner, ...together] : null
  if (all && mode && all.every((one) => one.modes.includes(mode))) return { wanted: { who: practitioner!, together, how: mode }, errors: {} }
  if (!('who' in values) && !('how' in values)) return { wanted: null, errors: {} }
  const errors: FormErrors = {}
  if (!practitioner) errors.who = { key: who === '' ? 'errors:chooseOne' : 'refusals:not-helping-you' }
  if (!mode) errors.how = { key: 'errors:chooseOne' }
  if (practitioner && !all) errors.together = { key: 'refusals:not-helping-you' }
  const cannot = mode && all?.find((one) => !one.modes.includes(mode))
  if (cannot) errors.how = { key: 'appointments:book.notOffered', values: { name: cannot.givenName } }
  return { wanted: null, errors }
}

/** For whom and with whom a time for what was decided is at first: for whoever does it, or with them where they keep a diary here. */
function firstWith({ owner }: DecidedToBook, practitioners: readonly Practitioner[], household: readonly { readonly id: MemberId }[]): FormState['values'] {
  return { ...(practitioners.some((one) => one.member === owner) ? { who: owner! } : {}), ...(household.some((one) => one.id === owner) ? { about: owner! } : {}) }
}

/** What is asked and who sees it, at first, of a time for what was decided: its words, and where those who sat there keep it to themselves, they alone. */
function firstSaid({ note, among }: DecidedToBook, { family, lead, first, wary, mayKeep }: WhoSeesQuestion): FormState['values'] {
  if (among === null || !mayKeep) return { note }
  const shown = family.filter(({ id }) => among.includes(id) && !(wary && first !== 'everybody' && !first.members.includes(id)))
  return { note, 'who-sees': 'named', 'seen-by': [...shown.map(({ id }) => id), ...(lead ? [leadValue] : [])] }
}

const minutesOf = (time: FreeTime) => (Date.parse(time.endsAt) - Date.parse(time.startsAt)) / 60_000

/** One reader's booking: which page of it is shown, from what was asked or sent. */
export async function bookingOf(viewer: Booker, values: FormState['values']) {
  const practitioners = await practitionersOf(viewer)
  const { wanted, errors } = wantedIn(values, practitioners)
  const [settings, members] = await Promise.all([settingsOf(viewer.db), membersOf(viewer)])
  const household = members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name }))
  const asked = valueOf({ values, errors: {} }, 'decided')
  const decided = isId(asked) ? await decidedToBook(viewer, asked as MeetingPartId) : undefined
  const base = { family: viewer.family, once: newFormId(), decided: decided ? { id: decided.id, words: decided.words, lang: decided.lang, dueOn: decided.dueOn } : null }

  const withWhom = (form: FormState, byPost: boolean) => ({
    ...base, step: 'who' as const, ours: seatsOfTheFamily.has(viewer.seat as never), byPost, household, practitioners: practitioners.map(shown),
    form: { ...form, values: { ...(practitioners.length === 1 ? { who: practitioners[0]!.member } : {}), ...(viewer.member ? { about: viewer.member } : {}), ...(decided ? firstWith(decided, practitioners, household) : {}), ...form.values } },
  })

  const free = wanted && (() => freeOf(viewer, wanted, settings))
  const atWhatTime = async (form: FormState, week: number | null, taken?: FreeTime['startsAt']) => {
    const { who, together, how } = wanted!
    const times = await free!()
    const chosen = times.find((one) => one.startsAt === valueOf(form, 'time'))
    const offer = taken ? { because: 'nearest' as const, times: nearestTo(taken, times, 3) } : chosen ? { because: 'kept' as const, times: [chosen] } : null
    const known = 'interpreter-lang' in form.values ? null : await knownNeeds(viewer, valuesOf(form, 'about').filter(isId) as unknown as MemberId[])
    const filled: FormState['values'] = known && (known.needs.length > 0) ? {
      needs: [...known.needs], comfort: known.needs.find((need) => need === 'woman' || need === 'man') ?? 'either', ...(known.interpreterLang ? { 'interpreter-lang': known.interpreterLang } : {}),
    } : {}
    const seenBy = await whoSeesQuestion(viewer, members)
    return {
      ...base, step: 'time' as const, matters: await mattersIn(viewer, daysToBook(viewer.today, settings), settings), who: shown(who), together: together.map(shown), how, zone: await otherClock(viewer), week: weekOfTimes(times, viewer.today, week), offer, minutes: times[0] ? minutesOf(times[0]) : settings[`${how}Minutes`], known: known !== null && known.needs.length > 0,
      form: { ...form, values: { comfort: 'either', ...filled, ...(decided ? firstSaid(decided, seenBy) : {}), ...form.values, who: who.member, together: together.map((one) => one.member), how } }, seenBy,
    }
  }

  const toCheck = async (form: FormState, data: Answers) => {
    const time = (await free!()).find((one) => one.startsAt === data.time)
    if (!time) return null
    const named = (ids: readonly string[]) => members.filter((one) => ids.includes(one.id)).map((one) => one.name)
    const lead = data['seen-by'].lead ? members.find((one) => one.current && one.seat === 'lead')?.name : undefined
    const me = members.find((one) => one.id === viewer.member)?.name
    return {
      ...base, step: 'check' as const, form, matters: await mattersAt(viewer, time, settings), ours: seatsOfTheFamily.has(viewer.seat as never), zone: await otherClock(viewer), clashes: await clashesWith(viewer, time), who: shown(wanted!.who), together: wanted!.together.map((one) => one.name), how: wanted!.how, time, about: named(data.about), shared: named(data['share-with']),
      seenBy: data['who-sees'] === 'everybody' ? null : [...new Set([...(me ? [me] : []), ...named(data['seen-by'].members), ...(lead ? [lead] : [])])],
      needs: data.comfort === 'either' ? data.needs : [...data.needs, data.comfort], interpreterLang: data.needs.includes('interpreter') ? data['interpreter-lang'] : null,
      where: data.where, note: data.note, delicate: data.delicate,
    }
  }

  /** Names that are not among those whom the form offers: the page was changed, or somebody left. */
  const notHere = (data: Answers): FormErrors => {
    const here = (ids: readonly MemberId[], among: readonly { id: MemberId }[]) => ids.every((id) => among.some((one) => one.id === id))
    const current = members.filter((one) => one.current)
    const wrong = { key: 'refusals:somebody-is-not-here' }
    return {
      ...(here(data.about, household) ? {} : { about: wrong }),
      ...(data['who-sees'] === 'everybody' || here(data['seen-by'].members, current.filter((one) => (one.id as string) !== leadValue)) ? {} : { 'who-sees': wrong }),
      ...(here(data['share-with'], current.filter((one) => one.seat === 'network' || one.seat === 'other-parent')) ? {} : { 'share-with': wrong }),
    }
  }

  return { wanted, errors, decided, withWhom, atWhatTime, toCheck, notHere }
}

async function freeOf(viewer: Booker, { who, together, how }: Wanted, settings: Settings): Promise<FreeTime[]> {
  return freeTimes(viewer.db, [who, ...together].map((one) => one.person), how, rulesFor(how, settings), daysToBook(viewer.today, settings), viewer.now)
}

export type Booking = Awaited<ReturnType<typeof bookingOf>>
export type Step = ReturnType<Booking['withWhom']> | Awaited<ReturnType<Booking['atWhatTime']>> | NonNullable<Awaited<ReturnType<Booking['toCheck']>>>
