/** The tables of asking for something, as types: what `schema.ts` has of a request besides. */
import type { Generated } from 'kysely'
import type { Day, Instant } from '#app/values/instant.ts'
import type { Bit } from './schema.ts'

/** What a request is for; the area's rules are about each. */
export type SpendKind = 'clubs' | 'childcare' | 'talking' | 'learning' | 'hands' | 'breaks' | 'home' | 'clothes' | 'travel' | 'network' | 'nhs' | 'bills' | 'cash' | 'alcohol' | 'other'

/** Of a request to spend: what the rules are about, and how long a yes holds. */
export interface SpendRuled {
  kind: Generated<SpendKind>
  /** Whoever is paid is a relative who lives with them. */
  payee_relative: Generated<Bit>
  /** Of what was agreed: the last day on which it may be used; until which such day the family was told; when nobody had used it by then. */
  holds_until: Generated<Day | null>; told_until: Generated<Day | null>; lapsed_at: Generated<Instant | null>
}
