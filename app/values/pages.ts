/** Long lists: so many, and then pages. Pure. */
export const aPage = 20

/** The page of a list that is shown, of how many, and how many entries stand before it; the last one where more is asked for. */
export function pageAsked(total: number, asked: number): { page: number; pages: number; offset: number } {
  const pages = Math.max(1, Math.ceil(total / aPage))
  const page = Math.min(Math.max(1, asked), pages)
  return { page, pages, offset: (page - 1) * aPage }
}

/** The part of a list that is on a page. */
export function onPage<T>(list: readonly T[], asked: number): { shown: readonly T[]; page: number; pages: number } {
  const { page, pages, offset } = pageAsked(list.length, asked)
  return { shown: list.slice(offset, offset + aPage), page, pages }
}
