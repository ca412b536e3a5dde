/** What every page's frame needs to know, signed in or not. It never throws: the error page stands in it too. */
import { isLang, languageCookie, pickLanguage, readLanguageCookie, type Lang } from '#app/i18n/lang.ts'
import { plainHash } from '#app/access/keyed-hash.server.ts'
import { oncePerRequest } from '#app/access/per-request.server.ts'
import { may, must, myselfFor, placeIn, remindedBy, type OwnActing } from '#app/access/viewer.server.ts'
import { signedInAs } from '#app/access/session.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import { config } from '#app/values/config.ts'
import type { FamilyId } from '#app/values/ids.ts'
import { now, type Instant } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'
import { settingsForWords } from './settings.server.ts'
import { shorterPages } from './short-pages.server.ts'

export interface Shell {
  readonly lang: Lang
  readonly signedIn: { readonly givenName: string; readonly helps: boolean; readonly sharedPhone: boolean; readonly idleEndsAt: Instant } | null
  /** Whether the family of this page lets the reader see its money: those it shares single things with do not. */
  readonly seesMoney: boolean
  readonly demo: boolean
  readonly areaPhone: string
  /** Whether the pages of the plan are read shorter, with pictures. */
  readonly short: boolean
  /** Set-Cookie for a language, or for shorter pages, that was just chosen. */
  readonly headers: Headers
}

/**
 * The language of the page, who is signed in, and the area's number. A language in the URL is remembered by the browser;
 * as the person's own, in which notices are written, only when one of our pages led there or they typed it themselves.
 */
export async function shellOf(request: Request): Promise<Shell> {
  const url = new URL(request.url)
  const chosen = url.searchParams.get('lng')
  const headers = new Headers()
  const signedIn = await signedInAs(request).catch(() => undefined)
  const lang = await langOf(request)
  if (isLang(chosen)) {
    // On a shared phone it is remembered with the person, and not there.
    if (!signedIn?.sharedPhone) headers.append('Set-Cookie', languageCookie(chosen, secure()))
    if (isLinkPage(url)) headers.append('Set-Cookie', linkLanguageCookie(chosen))
    if (signedIn && signedIn.language !== chosen && request.method === 'GET' && fromHere(request)) {
      await act(must(myselfFor(database(), signedIn.person, now()), 'account:keep'), chooseLanguage, { language: chosen }).catch(() => undefined)
    }
  } else if (signedIn && !signedIn.sharedPhone && isLang(signedIn.language) && readLanguageCookie(request.headers.get('Cookie'), secure()) !== signedIn.language) {
    // Remembered by the browser too: signing in again after the session has ended is then in their language.
    headers.append('Set-Cookie', languageCookie(signedIn.language, secure()))
  }
  const { short, cookie } = shorterPages(request, signedIn?.sharedPhone ?? true)
  if (cookie) headers.append('Set-Cookie', cookie)
  const family = /^\/families\/([0-9a-z]{20})(?:\/|$)/.exec(url.pathname)?.[1]
  const place = signedIn && family ? await placeIn(signedIn.person, family as FamilyId).catch(() => undefined) : undefined
  const areaPhone = await settingsForWords(database()).then((settings) => settings.areaPhone, () => '')
  return { lang, signedIn: signedIn ? { givenName: signedIn.givenName, helps: signedIn.helps, sharedPhone: signedIn.sharedPhone, idleEndsAt: signedIn.idleEndsAt } : null, seesMoney: place !== undefined && may(place, 'budget:see'), demo: config().demo, areaPhone, short, headers }
}

const secure = () => config().origin.startsWith('https:')

/** Whether somebody came by a link of ours or by typing. Where the browser does not say so, the page they come from does. */
function fromHere(request: Request): boolean {
  const site = request.headers.get('Sec-Fetch-Site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const from = request.headers.get('Referer')
  return from !== null && URL.canParse(from) && config().origins.includes(new URL(from).origin)
}

/** The language in which the page was read, and so the one that its reader's words were most likely written in. */
export async function langOf(request: Request): Promise<Lang> {
  const signedIn = await signedInAs(request).catch(() => undefined)
  return pickLanguage({
    query: new URL(request.url).searchParams.get('lng'), person: signedIn?.language ?? (await languageOfLink(request).catch(() => undefined)),
    cookie: readLanguageCookie(request.headers.get('Cookie'), secure()), acceptLanguage: request.headers.get('Accept-Language'),
  })
}

/** Minutes for which a language that was chosen on the page of a link holds there. */
const minutesOfChoice = 15

const isLinkPage = (url: URL) => url.pathname.startsWith('/do/')

/** Keeps, for the pages of links, the language that was chosen on one. */
export function linkLanguageCookie(lang: Lang): string {
  return `link-language=${lang}; Path=/do; Max-Age=${minutesOfChoice * 60}; SameSite=Lax; HttpOnly${secure() ? '; Secure' : ''}`
}

/** The language of a reminder's link: what was chosen on its page, else that of the person it was written to, whoever's browser it is opened in. */
async function languageOfLink(request: Request): Promise<string | undefined> {
  const url = new URL(request.url)
  if (!isLinkPage(url)) return undefined
  const chosen = /(?:^|;\s*)link-language=([a-z]{2})(?:;|$)/.exec(request.headers.get('Cookie') ?? '')?.[1]
  if (isLang(chosen)) return chosen
  return oncePerRequest('the language of a link', async () => {
    const reader = await remindedBy(database(), plainHash(url.pathname.slice('/do/'.length)), now())
    return reader && ((await database().selectFrom('person').select('language').where('id', '=', reader.person).executeTakeFirst())?.language ?? undefined)
  })
}

/** Remembers the language that somebody reads. */
export async function chooseLanguage(acting: OwnActing<'account:keep'>, { language }: { language: Lang }): Promise<Outcome<null, never>> {
  await acting.db.updateTable('person').set({ language }).where('id', '=', acting.person).execute()
  return { ok: true, value: null, event: { kind: 'language-chosen', data: { language } } }
}
