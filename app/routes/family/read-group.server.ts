/** What the pages of taking a place show: the question, and the answers to be checked. Both read the ids they are given anew. */
import { notYours } from '#app/access/not-yours.ts'
import { seatsOfTheFamily } from '#app/access/powers.ts'
import type { May } from '#app/access/viewer.server.ts'
import { clashesWith } from '#app/domain/appointments/clashes.server.ts'
import { mattersAt } from '#app/domain/appointments/dates.server.ts'
import { knownNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { otherClock } from '#app/domain/appointments/other-clock.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import type { placeForm } from '#app/domain/groups/group-form.ts'
import { comingGroups } from '#app/domain/groups/places.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { newFormId, type Read } from '#app/http/read-form.ts'
import type { FormState } from '#app/ui/form-state.ts'
import { isId, type GroupId } from '#app/values/ids.ts'

type Answers = Extract<Read<ReturnType<typeof placeForm.parse>>, { ok: true }>['data']

/** A group that is coming, with the two pages of taking a place in it; 404 for any other id. */
export async function placesOf(viewer: May<'appointments:book'>, id: string | undefined) {
  const [group] = isId(id) ? await comingGroups(viewer, id as GroupId) : []
  if (!group) throw notYours()
  const members = await membersOf(viewer)
  const household = members.filter(ofTheHousehold).map(({ id: member, name }) => ({ id: member, name }))
  const base = { family: viewer.family, once: newFormId(), group }

  const toChoose = async (form: FormState) => {
    const known = 'needs' in form.values || 'comfort' in form.values ? null : await knownNeeds(viewer, viewer.member ? [viewer.member] : [])
    const filled: FormState['values'] = known && known.needs.length > 0 ? {
      needs: [...known.needs], comfort: known.needs.find((need) => need === 'woman' || need === 'man') ?? 'either', ...(known.interpreterLang ? { 'interpreter-lang': known.interpreterLang } : {}),
    } : {}
    const first: FormState['values'] = group.dates.length === 1 ? { date: group.dates[0]!.id } : {}
    return {
      ...base, step: 'choose' as const, household, known: Object.keys(filled).length > 0, zone: await otherClock(viewer), seenBy: await whoSeesQuestion(viewer, members),
      form: { ...form, values: { comfort: 'either', ...first, ...filled, ...form.values } },
    }
  }

  const toCheck = async (form: FormState, data: Answers) => {
    const date = group.dates.find((one) => one.id === data.date)
    if (!date) return null
    const named = (ids: readonly string[]) => members.filter((one) => ids.includes(one.id)).map((one) => one.name)
    const lead = data['seen-by'].lead ? members.find((one) => one.current && one.seat === 'lead')?.name : undefined
    const me = members.find((one) => one.id === viewer.member)?.name
    const { room } = date
    return {
      ...base, step: 'check' as const, form, date, full: room.kind === 'full' || (room.kind === 'few' && room.left < data.about.length), count: data.about.length, who: named(data.about), zone: await otherClock(viewer), clashes: await clashesWith(viewer, date), matters: await mattersAt(viewer, date, await settingsOf(viewer.db)), ours: seatsOfTheFamily.has(viewer.seat as never),
      needs: data.comfort === 'either' ? data.needs : [...data.needs, data.comfort], interpreterLang: data.needs.includes('interpreter') ? data['interpreter-lang'] : null, note: data.note, delicate: data.delicate, shared: named(data['share-with']),
      seenBy: data['who-sees'] === 'everybody' ? null : [...new Set([...(me ? [me] : []), ...named(data['seen-by'].members), ...(lead ? [lead] : [])])],
    }
  }

  return { group, toChoose, toCheck }
}

export type PlaceStep = Awaited<ReturnType<Awaited<ReturnType<typeof placesOf>>['toChoose']>> | NonNullable<Awaited<ReturnType<Awaited<ReturnType<typeof placesOf>>['toCheck']>>>
