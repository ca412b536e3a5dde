/** The number of the page of a list that the URL asks for; 1 for anything that is none. */
export function pageIn(request: Request, name = 'page'): number {
  return Number(/^[1-9]\d{0,5}$/.exec(new URL(request.url).searchParams.get(name) ?? '')?.[0] ?? 1)
}
