/**
 * The whole site in this process, on the database of the test: the pages as they are sent, frame, headers and all, without
 * a browser, a build or a port. And somebody who reads all of it: every page of the site map, every link, every guess.
 */
import path from 'node:path'
import type { RequestHandler, ServerBuild } from '@remix-run/node'
import { asOneRequest } from '#app/access/per-request.server.ts'
import { beginSession } from '#app/access/session.server.ts'
import * as entry from '#app/entry.server.tsx'
import { pageOf } from '#app/http/node-request.server.ts'
import { pageHandlers } from '#app/http/page-handlers.server.ts'
import * as root from '#app/root.tsx'
import siteMap from '#app/routes.ts'
import type { PersonId } from '#app/values/ids.ts'

export const origin = 'http://localhost:3000'

interface RouteModule { readonly loader?: unknown; readonly action?: unknown; readonly default?: unknown }
export interface SiteRoute { readonly pattern: string; readonly file: string; readonly module: RouteModule }

let routes: Promise<SiteRoute[]> | undefined
/** Every route of the site map with its module. */
export function siteRoutes(): Promise<SiteRoute[]> {
  return (routes ??= Promise.all((siteMap as readonly { path?: string; file: string }[]).map(async ({ path: pattern, file }) => ({
    pattern: pattern ?? '', file, module: (await import(/* @vite-ignore */ path.resolve('app', file))) as RouteModule,
  }))))
}

let handler: Promise<RequestHandler> | undefined
async function makeHandler(): Promise<RequestHandler> {
  const all = await siteRoutes()
  const inManifest = (id: string, module: RouteModule, more: object) => ({
    id, ...more, module: `/${id}.js`, imports: [], css: [], hasAction: 'action' in module, hasLoader: 'loader' in module, hasClientAction: false, hasClientLoader: false, hasErrorBoundary: id === 'root',
  })
  const pages = all.map(({ pattern, module }, n) => ({ id: `page-${n}`, parentId: 'root', path: pattern, index: pattern === '', module }))
  const build = {
    entry: { module: entry },
    routes: Object.fromEntries([{ id: 'root', path: '', module: root }, ...pages].map((route) => [route.id, route])),
    assets: {
      version: 'test', url: '/manifest.js', entry: { module: '/entry.js', imports: [] },
      routes: Object.fromEntries([inManifest('root', root, { path: '' }), ...pages.map((page) => inManifest(page.id, page.module, { parentId: 'root', path: page.path, index: page.index }))].map((route) => [route.id, route])),
    },
    assetsBuildDirectory: 'build/client', publicPath: '/', basename: '/', isSpaMode: false, mode: 'production',
    future: { v3_fetcherPersist: true, v3_relativeSplatPath: true, v3_throwAbortReason: true, v3_routeConfig: true, v3_singleFetch: false, v3_lazyRouteDiscovery: false, unstable_optimizeDeps: true },
  } as unknown as ServerBuild
  return pageHandlers(build)
}

/** What a browser gets. `to` is where it is sent on to; `cookies` what it is to keep. */
export interface Answer { readonly status: number; readonly to: string; readonly cookies: readonly string[]; readonly type: string; readonly body: string }

/** Somebody's browser on the site, or nobody's. */
export class Reader {
  readonly who: string
  #cookies = new Map<string, string>()
  constructor(who: string) {
    this.who = who
  }

  /** A browser in which this person has just signed in, with everything that signing in asks of them. */
  static async of(who: string, person: PersonId | null, sharedPhone = false): Promise<Reader> {
    const reader = new Reader(who)
    if (person !== null) reader.#keep([await beginSession(new Request(origin), person, { confirmed: true, sharedPhone })])
    return reader
  }

  get signedIn(): boolean {
    return this.#cookies.has('session')
  }

  get(url: string): Promise<Answer> {
    return this.#ask(new Request(origin + url, { headers: this.#headers() }))
  }

  /** Sends a form as our own pages do. */
  post(url: string, fields: Iterable<readonly [string, string]>): Promise<Answer> {
    return this.#ask(new Request(origin + url, { method: 'POST', headers: { ...this.#headers(), Origin: origin }, body: new URLSearchParams([...fields].map(([name, value]) => [name, value] as [string, string])) }))
  }

  async #ask(request: Request): Promise<Answer> {
    handler ??= makeHandler()
    const answer = await handler
    const context = { nonce: 'nonce', reference: 'reference', clientAddress: '192.0.2.7', problem: { busy: false } }
    const response = await asOneRequest(() => answer(request, context))
    const cookies = response.headers.getSetCookie()
    this.#keep(cookies)
    return { status: response.status, to: response.headers.get('Location') ?? '', cookies, type: response.headers.get('Content-Type') ?? '', body: pageOf(response) ?? (await response.text()) }
  }

  #headers(): Record<string, string> {
    return { Host: new URL(origin).host, Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '), 'Sec-Fetch-Site': 'same-origin', 'Accept-Language': 'en-GB' }
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      // Shorter pages are read where a link leads to them, and what comes after them is read whole.
      if (name === 'short') continue
      if (value === '' || /Max-Age=0(?:;|$)/i.test(cookie)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}

/** A page that was read. */
export interface Read { readonly url: string; readonly answer: Answer }

const unescape = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&#x27;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<')
const attribute = (tag: string, name: string) => { const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]; return found === undefined ? undefined : unescape(found) }

/** Where a page leads: its links, and what its search and choice forms can ask for, one field changed at a time. */
function leadsTo(url: string, html: string): string[] {
  const here = new URL(url, origin)
  const links = [...html.matchAll(/<a\s[^>]*>/g)].flatMap(([tag]) => attribute(tag, 'href') ?? [])
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].filter(([, tag]) => (attribute(tag!, 'method') ?? 'get').toLowerCase() === 'get')
  const asked = forms.flatMap(([, tag, inside]) => {
    const fields = fieldsOf(inside!)
    const usual = fields.filter((field) => field.chosen)
    const to = attribute(tag!, 'action') ?? here.pathname
    return [usual, ...fields.filter((field) => !field.chosen).map((field) => [...usual.filter(({ name }) => name !== field.name), field])]
      .map((chosen) => `${to}?${new URLSearchParams(chosen.map(({ name, value }) => [name, value]))}`)
  })
  return [...links, ...asked].flatMap((to) => {
    if (!URL.canParse(to, here)) return []
    const { origin: host, pathname, search } = new URL(to, here)
    // What signs out or changes the language would change all that is read after it; the whole page was read already.
    return host === origin && !/[?&]short=no/.test(search) && !/[?&]lng=/.test(search) && !(pathname === '/sign-out' && search !== '') ? [pathname + search] : []
  })
}

export interface FormField { readonly name: string; readonly value: string; readonly chosen: boolean }

/** The fields of a form with each value that can be chosen in them. */
export function fieldsOf(html: string): FormField[] {
  const inputs = [...html.matchAll(/<(?:input|button)\b[^>]*>/g)].flatMap(([tag]) => {
    const [name, value, type] = [attribute(tag, 'name'), attribute(tag, 'value') ?? '', attribute(tag, 'type') ?? 'text']
    return name === undefined ? [] : [{ name, value, chosen: tag.startsWith('<button') ? false : type === 'radio' || type === 'checkbox' ? /\schecked\b/.test(tag) : true }]
  })
  const selects = [...html.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)].flatMap(([, tag, options]) => {
    const name = attribute(tag!, 'name')
    return name === undefined ? [] : [...options!.matchAll(/<option\b[^>]*>/g)].map(([option]) => ({ name, value: attribute(option, 'value') ?? '', chosen: /\sselected\b/.test(option) }))
  })
  return [...inputs, ...selects]
}

/** What a reader tries: the values to guess for `:family`, and for every other name in a URL of that family. */
export interface Guesses { readonly families: readonly string[]; readonly ids: (family: string) => readonly string[]; readonly urls?: readonly string[]
  /** Behind a door that is closed to the reader, try the ids alone. */
  readonly brief?: boolean
  /** Of how many patterns each id is tried at one behind an open door, and at eight times as many behind a closed one; 1 without it. */
  readonly oneOf?: number
}

/** Outside of families a page of each kind or two is as good as all of them. */
const ofEachKind = 2
const mostPages = 600

/**
 * Reads everything that a GET can reach: every route of the site map with every guessed id in it, what those pages lead
 * to, and what those lead to.
 */
export async function readsAll(reader: Reader, guesses: Guesses): Promise<Read[]> {
  const patterns = (await siteRoutes()).map(({ pattern }) => pattern)
  const wasSignedIn = reader.signedIn
  const closed = new Set<string>()
  for (const family of guesses.families) {
    const { status, to } = await reader.get(`/families/${family}`)
    if (status === 404 || to.startsWith('/sign-in')) closed.add(family)
  }
  if ((await reader.get('/desk')).status !== 200) closed.add('desk')
  const waiting = [...patterns.flatMap((pattern, n) => guessed(pattern, n, guesses, closed)), ...(guesses.urls ?? [])]
  const [seen, read, kinds] = [new Set<string>(), [] as Read[], new Map<string, number>()]
  const guessedFirst = new Set(waiting)
  while (waiting.length > 0 && read.length < mostPages + guessedFirst.size) {
    const url = waiting.shift()!
    if (seen.has(url)) continue
    seen.add(url)
    if (!guessedFirst.has(url) && !url.startsWith('/families/')) {
      const kind = url.replace(/[0-9a-z]{20}/g, ':id').replace(/=[^&]*/g, '')
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      if (kinds.get(kind)! > ofEachKind) continue
    }
    const answer = await reader.get(url)
    read.push({ url, answer })
    if (answer.type.startsWith('text/html') && answer.status !== 404) waiting.push(...leadsTo(url, answer.body))
    if (answer.to.startsWith('/')) waiting.push(answer.to)
  }
  if (reader.signedIn !== wasSignedIn) throw new Error('Reading has signed the reader out: what came after it was read by nobody')
  return read
}

/**
 * The addresses of a pattern. Behind a door that is closed to the reader, of a family or of the desk, all pages are alike: each
 * id is tried at one of them in turn. Where no family's things stand, two ids are as good as all.
 */
function guessed(pattern: string, turn: number, { families, ids, brief, oneOf = 1 }: Guesses, closed: ReadonlySet<string>): string[] {
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  if (names.length === 0) return [`/${pattern.replace('*', 'no/such/page')}`]
  const inFamily = names.includes('family')
  const other = names.filter((name) => name !== 'family')
  const urls = families.flatMap((family) => {
    const url = `/${pattern.replace(':family', family)}`
    if (other.length === 0) return brief && closed.has(family) ? [] : [url]
    const each = closed.has(inFamily ? family : 'desk') ? 8 * oneOf : oneOf
    return ids(family).filter((_, n) => n % each === turn % each)
      .map((id) => other.reduce((so, name) => so.replace(`:${name}`, inFamily ? id : `${family}.${id}`), url))
  })
  return inFamily || pattern.startsWith('desk/') ? urls : urls.slice(0, 2)
}
