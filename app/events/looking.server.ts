/** Looking at a family's record is an event too, when the one who looks is somebody who helps. */
import { helps, sittingOf } from '#app/access/record-sitting.server.ts'
import { atTheDesk, may, must, viewerIn, viewerOfMoney, viewerOfSpend, type Acting, type May, type Viewer } from '#app/access/viewer.server.ts'
import { notYours } from '#app/access/not-yours.ts'
import { parkFormOf } from '#app/access/parked-forms.server.ts'
import { seeOther } from '#app/access/see-other.ts'
import { signedInAs } from '#app/access/session.server.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import { isId, type AppointmentId, type ConversationId, type FamilyId, type SpendId } from '#app/values/ids.ts'
import { act, type Outcome } from './transact.server.ts'

/**
 * `viewerIn` for a page of a family. For somebody who helps it asks for a sitting with a reason first (303 to the desk)
 * and writes down the page; for the family itself it costs nothing.
 */
export async function lookIn(request: Request, family: string | undefined): Promise<Viewer> {
  const viewer = await viewerIn(request, family)
  if (!helps(viewer)) return viewer
  const url = new URL(request.url)
  const sitting = await sittingOf(viewer)
  const page = pageOf(url.pathname)
  const own = sitting === undefined ? await ownReason(viewer, page) : undefined
  if (!sitting && !own) throw reasonFirst(viewer, url.pathname)
  await act(must(viewer, 'family:see'), noteLooking, { ...page, because: sitting?.reason ?? own!, lang: sitting?.reason_lang ?? null })
  return viewer
}

/**
 * `viewerIn` for what is sent to a page of a family. Somebody who helps needs an open sitting for it as for looking: without
 * one they give a reason first (303 to the desk), and what they sent is kept meanwhile and shown on its page again.
 */
export async function actIn(request: Request, family: string | undefined): Promise<Viewer> {
  const viewer = await viewerIn(request, family)
  if (!helps(viewer) || (await sittingOf(viewer)) || (await ownReason(viewer, pageOf(new URL(request.url).pathname)))) return viewer
  const kept = (await signedInAs(request))?.sharedPhone ? undefined : await parkFormOf(viewer.person, request)
  throw reasonFirst(viewer, new URL(request.url).pathname + (kept ? `?kept=${kept}` : ''))
}

/** Why a page needs no other reason: it is an appointment with the viewer, or what was written to them. */
async function ownReason(viewer: Viewer, { page, thing }: Pick<Look, 'page' | 'thing'>): Promise<'own-appointment' | 'own-message' | undefined> {
  if (page === 'appointments' && thing?.kind === 'appointment') {
    const row = await viewer.db.selectFrom('appointment').select('id').where('family_id', '=', viewer.family).where('id', '=', thing.id as AppointmentId)
      .where((eb) => eb.or([eb('practitioner_id', '=', viewer.person), eb.exists(eb.selectFrom('appointment_with as w').select('w.practitioner_id').whereRef('w.family_id', '=', 'appointment.family_id').whereRef('w.appointment_id', '=', 'appointment.id').where('w.practitioner_id', '=', viewer.person))])).executeTakeFirst()
    return row && 'own-appointment'
  }
  if (page === 'messages' && thing?.kind === 'message') {
    const row = await viewer.db.selectFrom('conversation as c').select('c.id').where('c.id', '=', thing.id as ConversationId).where(visibleTo(viewer, 'message', 'c')).executeTakeFirst()
    return row && 'own-message'
  }
  return undefined
}

function reasonFirst(viewer: Viewer, to: string): Response {
  return seeOther(`/desk/families/${viewer.family}?to=${encodeURIComponent(to)}`)
}

/** One spend for somebody who decides it: opening it is itself the recorded reason for looking. 404, and nothing recorded, unless it is theirs to decide. */
export async function lookAtSpend(request: Request, key: string | undefined): Promise<May<'spend:see'> & May<'spend:decide'>> {
  const viewer = must(must(await spendViewer(request, key), 'spend:decide'), 'spend:see')
  await act(viewer, noteLooking, { page: 'spend', because: 'spend-to-decide', thing: viewer.work === null ? undefined : { kind: 'spend', id: viewer.work } })
  return viewer
}

/**
 * The same without writing it down: for the post that follows the look. `key` is `<family>.<spend>`. Whoever has looked at
 * it before, when it was theirs, is told at their list that somebody else decides it now: it may have gone up a level meanwhile.
 */
export async function spendViewer(request: Request, key: string | undefined): Promise<Viewer> {
  const desk = await atTheDesk(request)
  const [family, spend] = (key ?? '').split('.')
  if (!isId(family) || !isId(spend) || desk.person === null) throw notYours()
  const viewer = await viewerOfSpend(desk.db, desk.person, family as FamilyId, spend as SpendId, desk.now)
  if (viewer) return viewer
  if (!may(desk, 'spends:decide')) throw notYours()
  const looked = await desk.db.selectFrom('event').select('id').where('scope_id', '=', family).where('thing_id', '=', spend).where('kind', '=', 'page-looked-at')
    .where('by_person', '=', desk.person).limit(1).executeTakeFirst()
  throw looked ? seeOther('/desk/approvals?done=moved-up') : notYours()
}

/** A family's money for a manager of its team or the panel: seeing to it is itself the recorded reason for looking. 404 unless theirs. */
export async function lookAtMoney(request: Request, family: string | undefined): Promise<Viewer> {
  const viewer = await moneyViewer(request, family)
  await act(must(viewer, 'line:agree'), noteLooking, { page: 'budget', because: 'money-to-see-to' })
  return viewer
}

/** The same without writing it down: for the post that follows the look. */
export async function moneyViewer(request: Request, family: string | undefined): Promise<Viewer> {
  const desk = await atTheDesk(request)
  if (!isId(family) || desk.person === null) throw notYours()
  const viewer = await viewerOfMoney(desk.db, desk.person, family as string as FamilyId, desk.now)
  if (!viewer) throw notYours()
  return viewer
}

/** One opening of a page: its name, the one thing it shows, and why; `lang` is the language of a reason in own words. */
export interface Look { readonly page: string; readonly because: string; readonly lang?: string | null; readonly thing?: { readonly kind: string; readonly id: string } | undefined }

/** Writes one opening of a page. */
export async function noteLooking(_acting: Acting<'family:see'> | Acting<'spend:see'> | Acting<'line:agree'> | Acting<'lead:name'>, look: Look): Promise<Outcome<null, never>> {
  return {
    ok: true, value: null,
    event: { kind: 'page-looked-at', data: { page: look.page, because: look.because, lang: look.lang ?? null }, ...(look.thing ? { thing: look.thing } : {}) },
  }
}

/** The pages of one thing: whoever may not see the thing is not told that somebody looked at it. */
const pagesOfThings: Readonly<Record<string, string>> = { goals: 'goal', appointments: 'appointment', 'budget/requests': 'spend', people: 'member', messages: 'message', notes: 'note' }

/** The page's name without ids, and the thing it shows: `/families/x/goals/y` is `goals`, and the goal y. */
function pageOf(path: string): Pick<Look, 'page' | 'thing'> {
  const parts = path.split('/').slice(3)
  const at = parts.findIndex((part) => isId(part))
  const kind = at === -1 ? undefined : (pagesOfThings[parts.slice(0, at).join('/')] ?? 'other')
  const thing = kind ? { kind, id: parts[at]! } : parts[0] === 'caring' || parts[0] === 'peers' ? { kind: parts[0], id: parts[0] } : undefined
  return { page: parts.filter((part) => !isId(part)).join('/') || 'home', ...(thing ? { thing } : {}) }
}
