/** The parts of the plan that may grow long: the plan shows the first of each, and each has pages of its own. */
import { aPage, onPage } from '#app/values/pages.ts'

/** Each part by its name in the address, with its list in the plan. */
const listOf = { good: 'strengths', wants: 'goals', ours: 'ours', services: 'services', matters: 'matters', says: 'says', needs: 'needs' } as const
export type LongPart = keyof typeof listOf
export const longParts = Object.keys(listOf) as readonly LongPart[]

type Lists = { readonly [List in (typeof listOf)[LongPart]]: readonly unknown[] }

/** As much of each part as stands on the plan's own page; `more` says of those that are longer how many there are. */
export function firstOfEach<P extends Lists>(plan: P): { plan: P; more: Partial<Record<LongPart, number>> } {
  const lists = longParts.map((part) => [part, listOf[part], plan[listOf[part]]] as const)
  return {
    plan: { ...plan, ...Object.fromEntries(lists.map(([, name, list]) => [name, list.slice(0, aPage)])) },
    more: Object.fromEntries(lists.flatMap(([part, , list]) => (list.length > aPage ? [[part, list.length]] : []))),
  }
}

/** One page of one part; the other parts are empty. */
export function pageOfPart<P extends Lists>(plan: P, part: LongPart, asked: number): { plan: P; page: number; pages: number } {
  const { shown, page, pages } = onPage(plan[listOf[part]], asked)
  return { page, pages, plan: { ...plan, ...Object.fromEntries(longParts.map((one) => [listOf[one], one === part ? shown : []])) } }
}
