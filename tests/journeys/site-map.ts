/** Every page of the site with somebody who may see it, for whatever is asked of all of them. */
import type { DemoKey } from '#db/demo/people.ts'
import { dateWithoutLeader } from './appointment-world.ts'
import { ofMeeting, proposalIn } from './meeting-places.ts'
import { agreedOf, drillOf, groupAtTheHub, offeredTo, otherThings, panelDay, providersLink, stepsInOf, thingsOf } from './world.ts'

export type Who = DemoKey | 'nobody'

/** Whoever helps says first why they look into a family. */
export const helpersInMeetings = [['sam', 'Kowalczyk-Bailey'], ['grace', 'Kowalczyk-Bailey'], ['grace', 'Hussain']] as const

/** The paths of all pages that can be opened in the demo as it was made, by who opens them; a family's first by one of it. */
export function everyPage(): readonly { readonly who: Who; readonly path: string }[] {
  const { service } = otherThings()
  const okafor = thingsOf('Okafor')
  const hussain = thingsOf('Hussain')
  const hub = groupAtTheHub()
  const family = `/families/${okafor.family}`
  const parts: Partial<Record<Who, readonly string[]>> = {
    nobody: [
      '/', '/help', '/help/sent/KF7-2M9Q', '/help/track', '/what-to-expect', '/services', '/services?words=swimming', `/services/${service}`, '/language', '/accessibility', '/privacy',
      '/cookies', '/staying-safe', '/complaints', '/sign-in', '/sign-in/no-password', '/sign-out', '/forgotten', '/forgotten?done=sent', '/forgotten/unknown', '/join/unknown', providersLink('Hussain'), '/n/unknown', '/do/unknown', '/when/unknown', '/do/thanks', '/do/cancelled', '/demo', '/demo/outbox', '/demo/patterns', '/no/such/page',
    ],
    daniel: [
      family, `${family}/plan`, `${family}/plan/good`, `${family}/plan/promise`, `${family}/plan/promise?need=${okafor.need}`, `${family}/plan/promise/${okafor.promise}`, `${family}/plan/level`, `${family}/people/lead`, `${family}/plan/matters`, `${family}/plan/says`, `${family}/plan/needs`, `${family}/plan/needs/${okafor.need}`, `${family}/plan/said/${okafor.need}`, `${family}/plan/all/good`, `${family}/plan/done`, `${family}/plan/print`, `${family}/plan/print?paper=a5&print=large`, `${family}/plan?person=${okafor.member}`, `${family}/goals`, `${family}/goals/new`, `${family}/goals/${okafor.goal}`, `${family}/goals/${okafor.goal}/sees`, `${family}/kind/goal/${okafor.goal}`, `${family}/plan/${okafor.entry}/sees`, `${family}/plan/${okafor.entry}/change`, `${family}/plan/put-forward`, `${family}/plan/agree`, `${family}/plan/versions/1`, `${family}/goals/${okafor.goal}/change`,
      `${family}/appointments`, `${family}/appointments/book`, `${family}/appointments/${okafor.appointment}`, `${family}/appointments/${okafor.appointment}?change=time`, `${family}/appointments/${okafor.appointment}?change=cancel`,
      `${family}/budget/holding`, `${family}/budget/holding?kind=direct-payment`,
      `${family}/budget/ends`, `${family}/budget/more`,
      `${family}/budget`, `${family}/budget/statement`, `${family}/budget/requests/new`, `${family}/budget/requests/new?own=1`, `${family}/budget/requests/new?words=swim`, `${family}/budget/requests/${okafor.spend}`,
      `${family}/people`, `${family}/people/invite`, `${family}/people/${okafor.member}`, `${family}/sharing`, `${family}/sharing/looked`, `${family}/sharing/${okafor.helper}`, '/account', '/account/contact', '/account/contact/address', '/account/leaving', '/account/security', '/account/security/codes', '/account/data', `${family}/messages`, `${family}/messages/new`, `${family}/messages/${okafor.conversation}`, `${family}/notes`, `${family}/notes/new`, `${family}/notes/${okafor.note}`, `${family}/caring`, `${family}/peers`, `${family}/meetings`, `${family}/people/${okafor.member}/facts`, `${family}/not-right/goal/${okafor.goal}`, '/sign-out', '/help',
      `${family}/plan/programme`, `${family}/plan/changed`, `${family}/plan/review`, `${family}/plan/review/say/${okafor.member}`, `${family}/plan/review/together`,
      '/account/security/passkeys', '/account/calendar', '/account/reminders', 
      `${family}/people/add`, `${family}/people/helper`,
      `${family}/people/${okafor.member}/needs`,
      `${family}/plan/if-things-get-harder`, `${family}/plan/if-things-get-harder/sign`, `${family}/plan/if-things-get-harder/starter`, `${family}/plan/if-things-get-harder/care`, `${family}/plan/if-things-get-harder/call`,
      `${family}/meetings/new`,
      `${family}/dates`,
      `${family}/appointments/offers/${okafor.offer}`,
      `${family}/appointments/groups`, `${family}/appointments/groups/${hub.group}`, `${family}/appointments/waits/${okafor.wait}`,
    ],
    sam: [
      '/desk', '/desk/approvals', '/desk/requests', '/desk/requests?answered=yes', '/desk/families/new', `/desk/families/${okafor.family}`, `/desk/families/${okafor.family}/safeguarding`,
      `/desk/families/${okafor.family}/shield`, '/desk/find', '/desk/find?name=Ok', '/desk/emergency', '/desk/diary', '/desk/diary/away', '/families/none',
      '/desk/groups/new', `/desk/groups/${hub.group}`, `/desk/groups/${hub.group}/${hub.date}`,
      ...['', '/information', '/plan'].map((page) => ofMeeting('Kowalczyk-Bailey', page)),
    ],
    nia: [`/desk/diary/away/${dateWithoutLeader()}`],
    priya: [`/desk/families/${okafor.family}/budget/change`, '/desk', '/desk/next-contact', '/desk/emergency/reviews', '/area/insight'],
    marta: [...['', '/part', '/times', '/guests', '/information', '/plan', '/plan/part', '/private'].map((page) => ofMeeting('Kowalczyk-Bailey', page)), `/families/${thingsOf('Kowalczyk-Bailey').family}/budget/requests/${agreedOf('Kowalczyk-Bailey')}/receipt`, offeredTo('Kowalczyk-Bailey')],
    ruth: ['/desk/panel', `/desk/panel/${panelDay()}`, `/desk/panel/${panelDay()}/${hussain.family}.${hussain.spend}`],
    imran: [ofMeeting('Hussain', '/private'), ofMeeting('Hussain', proposalIn('Hussain')), `/families/${thingsOf('Hussain').family}/budget/requests/${thingsOf('Hussain').spend}/help`],
    femi: ['/desk/payments', '/desk/payments/bank', '/desk/payments/runs/new'],
    aisha: [...['', '/private', '/private/decide', proposalIn('Hussain'), '/private/tell', '/plan', '/plan/part', '/information'].map((page) => ofMeeting('Hussain', page)), `/families/${hussain.family}/plan/if-things-get-harder/change/${stepsInOf(hussain.family)}`, `/families/${hussain.family}/plan/if-things-get-harder/card`, `/families/${hussain.family}/plan/if-things-get-harder/save`, `/families/${hussain.family}/plan/if-things-get-harder/begin`, `/families/${hussain.family}/plan/if-things-get-harder/runs/${drillOf(hussain.family)}`, `/families/${hussain.family}/plan/if-things-get-harder/runs/${drillOf(hussain.family)}/back`],
    halina: [`/families/${thingsOf('Kowalczyk-Bailey').family}`, `/families/${thingsOf('Kowalczyk-Bailey').family}/i-can`, ...['', '/part', '/times', '/information'].map((page) => ofMeeting('Kowalczyk-Bailey', page))],
    grace: [
      ...['/ready', '/times', '/guests', '/sitting/1', '/sitting/2', '/information'].map((page) => ofMeeting('Kowalczyk-Bailey', page)),
      ...['', '/come-in', '/plan'].map((page) => ofMeeting('Hussain', page)),
    ],
    tanya: [ofMeeting('Reid', '/private/door')],
    tariq: ['', '/private', '/private/decide', '/plan'].map((page) => ofMeeting('Hussain', page)),
    ines: ['/area/audit', '/area/audit?part=money'],
    alex: ['/area/settings', '/area/spending-rules', '/area/people', '/area/forgetting'],
  }
  return Object.entries(parts).flatMap(([who, paths]) => paths.map((path) => ({ who: who as Who, path })))
}
