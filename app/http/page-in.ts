/** The number of the page of a list that the URL asks for; 1 for anything that is none. */
export function pageIn(request: Request, name = 'page'): number {
  return Number(/^[1-9]\d{0,5}$/.exec(new URL(request.url).searchParams.get(name) ?? '')?.[0] ?? 1)
}

/** Lists show so many, and then pages. */
export const aPage = 20

/** The part of a list that is on a page; the last page where the list is shorter. */
export function onPage<T>(list: readonly T[], asked: number): { shown: readonly T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(list.length / aPage))
  const page = Math.min(asked, pages)
  return { shown: list.slice((page - 1) * aPage, page * aPage), page, pages }
}
