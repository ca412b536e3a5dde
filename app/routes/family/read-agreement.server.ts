/** How the plan stands, for one reader: what the plan page, its versions and the page of answering show of it. */
import { may, must, type Viewer } from '#app/access/viewer.server.ts'
import { settingsForWords } from '#app/domain/area/settings.server.ts'
import type { Member } from '#app/domain/family/people.server.ts'
import { planStands, type Agreement, type ChangedThing } from '#app/domain/plan/agreeing.server.ts'
import { hasASay } from '#app/domain/plan/having-a-say.ts'

/** The family, and how its plan stands; null for whoever sees the plan by name. One query beside the members. */
export async function readAgreement(viewer: Viewer, members: readonly Member[]) {
  if (!may(viewer, 'plan:versions')) return { family: undefined, agreement: null, visits: null }
  const [{ family, agreement, changed, visits }, { keepsFromAge }] = await Promise.all([planStands(must(viewer, 'plan:versions')), settingsForWords(viewer.db)])
  return { family, agreement: standing(viewer, members, keepsFromAge, agreement, changed), visits }
}

function standing(viewer: Viewer, members: readonly Member[], keepsFromAge: number, agreement: Agreement | undefined, changed: readonly ChangedThing[]) {
  const voices = members.filter((one) => one.current && hasASay(one, keepsFromAge, viewer.today))
  const me = agreement?.answers.find((answer) => answer.member === viewer.member)
  return {
    family: viewer.family, ...(agreement ? namedAgreement(agreement, members) : { state: 'draft' as const }),
    waits: agreement ? voices.filter((one) => !agreement.answers.some((answer) => answer.member === one.id)).map((one) => one.name) : [],
    servicesWait: agreement !== undefined && !signed(agreement, members),
    changed: changed.map(({ id }) => id), asks: changed.some(({ asks }) => asks), answered: me !== undefined,
    mayPut: may(viewer, 'plan:put-forward'), mayNote: may(viewer, 'plan:note'), mayAnswer: voices.some((one) => one.id === viewer.member), maySign: viewer.seat === 'lead' || (may(viewer, 'plan:sign') && agreement?.promises === true),
  }
}

/** An agreement with names in place of ids. */
export function namedAgreement({ answers, putBy, ...agreement }: Agreement, members: readonly Member[]) {
  const nameOf = (id: string | null) => members.find((one) => one.id === id)?.name ?? null
  return {
    ...agreement, putBy: nameOf(putBy),
    answers: answers.map(({ member, notedBy, ...answer }) => ({ ...answer, name: nameOf(member), notedBy: nameOf(notedBy) })),
  }
}

function signed({ answers }: Agreement, members: readonly Member[]): boolean {
  return answers.some((answer) => answer.side === 'services' && members.some((one) => one.id === answer.member && one.seat === 'lead'))
}
