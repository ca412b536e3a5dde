/**
 * What money may be used for: the area's rules, and which of them a request meets. Each kind of thing may have a highest price
 * for one, and a most for a time; relatives who live in the household are paid only as an exception (domain.md C1; SI 2009/1887). Pure.
 */
import type { MayBe, relativesPaid } from '#app/domain/area/spend-kinds.ts'
import { pence, type Pence } from '#app/values/money.ts'
import type { SpendKind } from '#db/schema-asking.ts'

/** The rule of one kind: at most so many pence for one, and for all of it in the area's days. */
export interface KindRule { readonly may: MayBe; readonly unitPence: number | null; readonly capPence: number | null }

/** As much of the area's settings as the rules are. `kindRules` holds the kinds that the area has ruled itself. */
export interface SpendRules { readonly kindRules: Partial<Record<SpendKind, KindRule>>; readonly capDays: number; readonly relativePaid: (typeof relativesPaid)[number] }

const rule = (may: MayBe, unitPence: number | null = null, capPence: number | null = null): KindRule => ({ may, unitPence, capPence })

/** The demo's rules: prices and what councils refuse are those of domain.md C1 and D1; the caps are invented. */
const usual: Readonly<Record<SpendKind, KindRule>> = {
  clubs: rule('yes', 20_000), childcare: rule('yes', 25_000), talking: rule('yes', 9_500, 60_000), learning: rule('yes'), hands: rule('yes', 1_800), breaks: rule('exception'), home: rule('yes', 40_000),
  clothes: rule('yes', null, 30_000), travel: rule('yes', 5_000), network: rule('meeting'), nhs: rule('no'), bills: rule('no'), cash: rule('no'), alcohol: rule('no'), other: rule('yes'),
}

/** The rule that holds for a kind. */
export function ruleOf({ kindRules }: Pick<SpendRules, 'kindRules'>, kind: SpendKind): KindRule {
  return kindRules[kind] ?? usual[kind]
}

/** What the rules ask of a request. `already` is what was asked for of its kind in the days that count. */
export interface Ruled { readonly kind: SpendKind; readonly unitPence: Pence; readonly pence: Pence; readonly already: Pence; /** Whoever is paid is a relative who lives with them. */ readonly relative: boolean; /** The family decided it at a meeting, up to this sum. */ readonly decided?: boolean }

export type RuleStands = 'met' | 'exception' | 'not-met'
export interface RuleSaid {
  readonly rule: 'kind' | 'meeting' | 'unit' | 'cap' | 'relative'
  readonly stands: RuleStands
  /** Sums in pence; days. The page formats them. */
  readonly limit?: Pence
  readonly sum?: Pence
  readonly days?: number
}

/**
 * Each rule that has something to say of a request, and how it stands: met; to be an exception, which a team manager makes;
 * or not met, so that it cannot be asked for. The reason is the rule's own name: `rules:said.<rule>.<stands>`.
 */
export function rulesOn(spend: Ruled, rules: SpendRules): RuleSaid[] {
  const { may, unitPence, capPence } = ruleOf(rules, spend.kind)
  const within = (sum: number, limit: number): RuleStands => (sum <= limit ? 'met' : 'exception')
  const said: RuleSaid[] = [may === 'meeting' ? { rule: 'meeting', stands: spend.decided ? 'met' : 'not-met' } : { rule: 'kind', stands: may === 'yes' ? 'met' : may === 'exception' ? 'exception' : 'not-met' }]
  if (unitPence !== null) said.push({ rule: 'unit', stands: within(spend.unitPence, unitPence), limit: pence(unitPence), sum: spend.unitPence })
  if (capPence !== null) {
    const sum = pence(spend.already + spend.pence)
    said.push({ rule: 'cap', stands: within(sum, capPence), limit: pence(capPence), sum, days: rules.capDays })
  }
  if (spend.relative) said.push({ rule: 'relative', stands: rules.relativePaid === 'yes' ? 'met' : rules.relativePaid === 'exception' ? 'exception' : 'not-met' })
  return said
}

/** Why a request that a rule forbids is not taken, and the field that it is about. */
export function whyNotAsked({ rule }: RuleSaid, listed: boolean): { ok: false; why: 'not-bought' | 'needs-a-meeting' | 'relative-not-paid'; field: string } {
  if (rule === 'relative') return { ok: false, why: 'relative-not-paid', field: 'payee' }
  return { ok: false, why: rule === 'meeting' ? 'needs-a-meeting' : 'not-bought', field: listed ? 'option' : 'kind' }
}

/** How all the rules together stand: the worst of them. */
export function standing(rules: readonly RuleSaid[]): RuleStands {
  return (['not-met', 'exception'] as const).find((stands) => rules.some((one) => one.stands === stands)) ?? 'met'
}

/** Words of the names that directories give their categories, and the kind that they are; the first that is found. */
const named: readonly (readonly [RegExp, SpendKind])[] = [
  [/child ?care|after-school|holiday club|nurser(y|ies)|childmind|pre[- ]?school|funded provider/i, 'childcare'], [/short break|respite|overnight/i, 'breaks'], [/counsel|therap|mediation|emotional health|relationship/i, 'talking'],
  [/help at home|personal assistant|home care/i, 'hands'], [/furniture|household goods|for the home|\bbeds?\b/i, 'home'], [/uniform|clothes|clothing|school things/i, 'clothes'], [/\bbus|transport|travel|getting about/i, 'travel'],
  [/sport|swim|fitness|club|leisure|\barts|dance|music|outdoor|days out|toddlers/i, 'clubs'], [/learning|english|course|sign language|training|tuition/i, 'learning'],
]

/** The kind of a service, by the names of its categories. */
export function kindOfService(categories: readonly string[]): SpendKind {
  return named.find(([words]) => categories.some((name) => words.test(name)))?.[1] ?? 'other'
}
