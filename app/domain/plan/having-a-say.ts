/** Who of a family has a say about its plan. Pure. */
import { ageOn, type Day } from '#app/values/instant.ts'
import type { Seat } from '#db/schema.ts'

/** Its adults, and a young person from the area's age on; of a child without an account their view is asked for in another way. */
export function hasASay({ seat, bornOn }: { readonly seat: Seat; readonly bornOn: Day | null }, age: number, today: Day): boolean {
  if (seat === 'parent' || seat === 'kin-carer') return true
  return seat === 'young-person' && bornOn !== null && bornOn <= today && ageOn(bornOn, today) >= age
}

/** Born on this day or before, somebody is so many years old. */
export function oldEnough(age: number, today: Day): Day {
  return `${String(Number(today.slice(0, 4)) - age).padStart(4, '0')}${today.slice(4)}` as Day
}
