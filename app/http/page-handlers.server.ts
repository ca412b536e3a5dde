import { createRequestHandler, type RequestHandler, type ServerBuild } from '@remix-run/node'

type Routes = ServerBuild['routes']
type Route = NonNullable<Routes[string]>

type Pattern = { readonly segments: readonly string[]; readonly fixed: number; readonly answer: RequestHandler }

/**
 * Remix's request handler for a built site, with one of its own for each page. Remix compares a URL with every route of
 * the site, and does so four times for one page; a handler that knows only the page and what stands around it does not
 * depend on how many pages there are. What is not plainly one page's URL goes to the handler of the whole site.
 */
export function pageHandlers(build: ServerBuild): RequestHandler {
  const whole = createRequestHandler(build, build.mode)
  const patterns: Pattern[] = []
  const unusual = new Set<string>()
  for (const branch of branchesOf(build.routes)) {
    const segments = branch.flatMap((route) => route.path?.toLowerCase().split('/') ?? []).filter(Boolean)
    if (segments.join('/') === '*') continue
    if (segments.every((segment) => /^(:[\w-]+|[\w.-]+)$/.test(segment))) {
      patterns.push({ segments, fixed: segments.filter((segment) => !segment.startsWith(':')).length, answer: handlerFor(build, branch) })
    } else {
      unusual.add(segments[0] ?? '')
    }
  }
  if ([...unusual].some((first) => !/^[\w-]+$/.test(first))) return whole
  // Remix's own order: most fixed segments first, then as the site map has them (sorting keeps that).
  patterns.sort((a, b) => b.fixed - a.fixed)

  return (request, context) => {
    const { pathname, search } = new URL(request.url)
    // Left to Remix: what must be decoded or tidied first, and data without its page.
    if (/[%]|\/\/|.\/$/.test(pathname) || search.includes('_data')) return whole(request, context)
    const segments = pathname.toLowerCase().split('/').filter(Boolean)
    if (unusual.has(segments[0] ?? '')) return whole(request, context)
    const found = patterns.find((pattern) => matches(pattern, segments))
    return (found?.answer ?? whole)(request, context)
  }
}

/** Each page's route with all around it, the outermost first. */
function branchesOf(routes: Routes): Route[][] {
  const all = Object.values(routes).flatMap((route) => route ?? [])
  const up = (route: Route): Route[] => [...(route.parentId ? up(routes[route.parentId]!) : []), route]
  return all.filter((route) => route.parentId && (route.index || route.path)).map(up)
}

/** A handler that knows these routes and no other; made when it is first asked. */
function handlerFor(build: ServerBuild, branch: readonly Route[]): RequestHandler {
  const only = <T>(all: Readonly<Record<string, T>>) => Object.fromEntries(branch.map(({ id }) => [id, all[id]!]))
  let handler: RequestHandler | undefined
  return (request, context) => {
    handler ??= createRequestHandler({ ...build, routes: only(build.routes as Record<string, Route>), assets: { ...build.assets, routes: only(build.assets.routes) } }, build.mode)
    return handler(request, context)
  }
}

function matches({ segments }: Pattern, asked: readonly string[]): boolean {
  return segments.length === asked.length && segments.every((segment, at) => segment.startsWith(':') || segment === asked[at])
}
