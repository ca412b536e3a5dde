/** What the directory keeps of a service, whichever format it came in. Pure types. */
import type { Day, Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'

/** The formats that can be read. With `sourceId` it names one service for good. */
export type Source = 'open-referral' | 'outpost'

/** How somebody can take part. */
export type Attending = 'in-person' | 'video' | 'phone' | 'home'

/** `open`: a family can go straight there. `ask`: the way in is through the lead professional (TF ¶3.8). */
export type Tier = 'open' | 'ask'

export type Category = { readonly slug: string; readonly name: string }

export type Place = {
  readonly name: string | null
  /** Street and town, a comma between; never the postcode. */
  readonly address: string | null
  readonly postcode: string | null
  readonly lat: number | null
  readonly lon: number | null
}

/** A price. `pence` is null where the source names no amount in pounds that can be relied on: the family asks. */
export type PriceOption = {
  /** The source's own id of the price, or its words; the same over re-imports, so that spends can refer to it. */
  readonly key: string
  readonly label: string
  /** `a week`, `a session`, or whatever the source says; '' when it says nothing. */
  readonly unit: string
  readonly pence: Pence | null
  readonly validFrom: Day | null
  readonly validTo: Day | null
}

/** Opening hours: on these days of the week (1 = Monday), or in the source's words, or both. Times are on the wall. */
export type OpenTime = {
  readonly days: readonly number[]
  readonly every: 'week' | 'fortnight'
  readonly opens: string | null
  readonly closes: string | null
  readonly words: string | null
  readonly validTo: Day | null
}

export type DirectoryService = {
  readonly source: Source
  readonly sourceId: string
  readonly name: string
  readonly description: string
  readonly organisation: string | null
  readonly url: string | null
  readonly email: string | null
  readonly phone: string | null
  /** Whole years, both ends included. */
  readonly minAge: number | null
  readonly maxAge: number | null
  readonly free: boolean
  /** BCP 47 codes of the languages it is given in. */
  readonly languages: readonly string[]
  readonly categories: readonly Category[]
  readonly places: readonly Place[]
  readonly options: readonly PriceOption[]
  /** Null where the source does not say. */
  readonly needsReferral: boolean | null
  readonly tier: Tier
  readonly attending: readonly Attending[]
  readonly when: readonly OpenTime[]
  /** Step-free ways in, hearing loops and the like, in the source's words. */
  readonly access: readonly string[]
  /** A summary, as a page of `/services` may give: it says nothing about places, prices, hours, languages or categories. */
  readonly brief: boolean
  /** The source says that it has ended, is closed or is hidden: it must not be offered. */
  readonly archived: boolean
  readonly updatedAt: Instant | null
}

/** Why a whole file cannot be read. */
export type Unreadable = 'too-big' | 'not-text' | 'not-json' | 'no-services'

/** Why one row is refused. Everything else that is wrong with a row only leaves a field out. */
export type RowRefusal =
  | 'not-a-row' | 'not-a-service' | 'no-id' | 'bad-id' | 'same-id-twice' | 'no-name' | 'name-too-long'

export type ReadRow =
  | { readonly ok: true; readonly where: string; readonly service: DirectoryService; readonly leftOut: readonly string[] }
  | { readonly ok: false; readonly where: string; readonly sourceId: string | null; readonly reason: RowRefusal; readonly detail: string }
