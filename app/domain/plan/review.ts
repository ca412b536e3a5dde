/** What a review asks, and the reasons for closing one without what a child says. Pure. */
import { ageOn, type Day } from '#app/values/instant.ts'
import type { Seat } from '#db/schema.ts'

export const viewForms = ['adult', 'young', 'child'] as const
/** For grown-ups; for young people; with pictures and few words, for a child and whoever sits beside them. */
export type ViewForm = (typeof viewForms)[number]

export const faces = ['good', 'middling', 'hard'] as const
export type Face = (typeof faces)[number]

export const noViewReasons = ['too-little', 'did-not-want', 'not-there', 'told-elsewhere', 'other'] as const
export type NoViewReason = (typeof noViewReasons)[number]

/** From this age somebody is asked in words rather than in pictures. */
const youngFrom = 11

/** The form that is made for somebody; null for who is not asked: a child not born yet, and whoever is not of the household. */
export function viewFormOf(member: { readonly seat: Seat; readonly bornOn: Day | null }, today: Day): ViewForm | null {
  if (member.seat === 'parent' || member.seat === 'kin-carer') return 'adult'
  if (member.seat === 'young-person') return 'young'
  if (member.seat !== 'child' || (member.bornOn !== null && member.bornOn > today)) return null
  return member.bornOn !== null && ageOn(member.bornOn, today) >= youngFrom ? 'young' : 'child'
}

/** Whether a review may not close without what they say, or the reason there is nothing (TF ¶3.22; FH; #43). */
export function mustBeHeard(form: ViewForm | null): boolean {
  return form === 'young' || form === 'child'
}
