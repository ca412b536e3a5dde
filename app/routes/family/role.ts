import type { Seat } from '#db/schema.ts'

const keys = {
  parent: 'parent', 'kin-carer': 'kinCarer', 'young-person': 'youngPerson', child: 'child', network: 'network', 'other-parent': 'otherParent',
  lead: 'lead', team: 'team', coordinator: 'coordinator',
} as const satisfies Record<Seat, string>

/** The last part of the locale key `people:role.…` of a seat. */
export function roleKey(seat: Seat): (typeof keys)[Seat] {
  return keys[seat]
}
