/** Who may do what: one table for seats in a family, one for posts in the area. */
import type { Role, Seat } from '#db/schema.ts'

export type FamilyPower =
  | 'family:see' | 'household:see' | 'plan:see' | 'plan:strengths' | 'plan:actions' | 'goals:see' | 'goals:add' | 'goals:rate'
  | 'appointments:see' | 'appointments:book' | 'appointment:change' | 'budget:see' | 'budget:ask' | 'help:offer' | 'offers:give' | 'offers:answer' | 'near:see' | 'near:keep' | 'order:send' | 'spend:see' | 'spend:decide' | 'spend:pay'
  | 'budget:make' | 'line:agree' | 'lead:name' | 'people:see' | 'people:invite' | 'sharing:see' | 'sharing:decide'
  | 'safeguarding:decide' | 'safeguarding:review' | 'family:shield' | 'emergency:open' | 'emergency:see' | 'emergency:review'
  | 'caring:see' | 'caring:ask' | 'caring:answer' | 'peers:see' | 'peers:ask' | 'peers:answer' | 'meetings:see' | 'meetings:answer' | 'meetings:prepare' | 'meetings:arrange' | 'meetings:attend' | 'meetings:inform' | 'facts:see' | 'facts:add'
  | 'review:see' | 'review:hold' | 'change:tell' | 'programme:run' | 'programme:agree' | 'programme:keep'
  | 'messages:see' | 'messages:write' | 'notes:see' | 'notes:keep'
  | 'backup:write' | 'backup:start'
  | 'plan:versions' | 'plan:put-forward' | 'plan:agree' | 'plan:note' | 'plan:sign'

export type AreaPower =
  | 'desk:see' | 'families:start' | 'diary:keep' | 'requests:answer' | 'spends:decide' | 'payments:pay'
  | 'people:keep' | 'settings:keep' | 'directory:import' | 'audit:see' | 'help:ask' | 'families:find' | 'insight:see'
  | 'groups:watch' | 'panel:plan'

/** What somebody may do about themselves alone. */
export type OwnPower = 'account:keep'

/** What somebody may do who holds an open invitation and is not yet in the family. */
export type InvitedPower = 'invitation:answer'

/** What somebody may do who holds the link of one thing to do: answer that one, and no more. */
export type LinkPower = 'action:answer'

/** What somebody may do who holds the link of the times of a meeting: say which suit them, and no more. */
export type TimesPower = 'times:mark'

/** What a provider may do who holds the link of an order: answer that one, say what was given, and send its bill. */
export type OrderPower = 'order:answer'

/** What the house does by itself in a family: it sees that promises are not forgotten, and ends what money has a last day. */
export type WatchPower = 'promises:watch' | 'money:end'

const family: readonly FamilyPower[] = [
  'family:see', 'household:see', 'plan:see', 'plan:strengths', 'plan:actions', 'goals:see', 'goals:add', 'goals:rate', 'appointments:see',
  'appointments:book', 'budget:see', 'budget:ask', 'help:offer', 'order:send', 'spend:see', 'people:see', 'people:invite', 'sharing:see', 'sharing:decide',
  'caring:see', 'caring:ask', 'peers:see', 'peers:ask', 'meetings:see', 'meetings:answer', 'meetings:attend', 'facts:see', 'facts:add', 'messages:see', 'messages:write', 'notes:see', 'notes:keep', 'review:see', 'change:tell', 'programme:agree', 'programme:keep',
  'plan:versions', 'plan:put-forward', 'plan:agree',
  'backup:write', 'backup:start', 'offers:answer', 'near:see', 'near:keep',
]
/** They see what was shared with them by name, and no money. */
const byName: readonly FamilyPower[] = ['family:see', 'plan:see', 'goals:see', 'appointments:see', 'people:see', 'meetings:see', 'meetings:attend', 'facts:see', 'messages:see', 'messages:write', 'notes:see', 'backup:start']
/** Whoever was invited to a family meeting alone: that, who comes with them, and what was shared with them by name. They answer what is written to them, and write to nobody first. */
export const powersOfGuest: readonly FamilyPower[] = [...byName, 'help:offer', 'offers:give']

export const powersOfSeat: Readonly<Record<Seat, readonly FamilyPower[]>> = {
  parent: family,
  'kin-carer': family,
  'young-person': ['family:see', 'household:see', 'plan:see', 'plan:strengths', 'goals:see', 'goals:add', 'goals:rate', 'appointments:see', 'appointments:book', 'budget:see', 'budget:ask', 'help:offer', 'spend:see', 'people:see', 'sharing:see', 'sharing:decide', 'caring:see', 'caring:ask', 'peers:see', 'peers:ask', 'meetings:see', 'meetings:attend', 'facts:see', 'messages:see', 'messages:write', 'notes:see', 'notes:keep', 'review:see', 'change:tell', 'plan:versions', 'plan:agree', 'backup:start'],
  child: [],
  network: [...powersOfGuest, 'household:see'],
  'other-parent': [...byName, 'household:see'],
  lead: [
    'family:see', 'household:see', 'plan:see', 'plan:strengths', 'plan:actions', 'goals:see', 'appointments:see', 'appointments:book', 'budget:see',
    'spend:see', 'spend:decide', 'order:send', 'people:see', 'people:invite', 'family:shield', 'caring:see', 'caring:answer', 'peers:see', 'peers:answer', 'meetings:see', 'meetings:prepare', 'meetings:inform', 'facts:see',
    'messages:see', 'messages:write', 'notes:see', 'review:see', 'review:hold', 'plan:versions', 'programme:run', 'plan:put-forward', 'plan:note', 'plan:sign', 'programme:keep', 'near:see',
  ],
  team: ['family:see', 'household:see', 'plan:see', 'plan:actions', 'goals:see', 'appointments:see', 'appointments:book', 'people:see', 'meetings:see', 'meetings:inform', 'facts:see', 'messages:see', 'messages:write', 'notes:see', 'review:see', 'plan:versions', 'programme:run', 'plan:sign', 'programme:keep'],
  coordinator: ['family:see', 'household:see', 'people:see', 'meetings:see', 'meetings:arrange', 'messages:see', 'messages:write', 'notes:see', 'near:see'],
}

export const powersOfRole: Readonly<Record<Role, readonly AreaPower[]>> = {
  lead: ['desk:see', 'families:start', 'families:find', 'diary:keep', 'requests:answer', 'spends:decide'],
  manager: ['desk:see', 'families:start', 'families:find', 'requests:answer', 'spends:decide', 'insight:see', 'panel:plan'],
  panel: ['desk:see', 'spends:decide', 'panel:plan'],
  finance: ['desk:see', 'payments:pay'],
  coordinator: ['desk:see', 'diary:keep'],
  practitioner: ['desk:see', 'families:find', 'diary:keep'],
  auditor: ['desk:see', 'audit:see'],
  administrator: ['desk:see', 'people:keep', 'settings:keep', 'directory:import', 'insight:see'],
}

/** Whoever comes once instead of somebody: their own work, and the names that stand beside it. */
export const powersOfStandIn: readonly FamilyPower[] = ['family:see', 'appointments:see']

/** Seats that see a family's things unless a circle keeps them. */
export const seatsOfTheFamily: ReadonlySet<Seat> = new Set<Seat>(['parent', 'kin-carer', 'young-person'])
/** Seats of people who help: what they see rests on consent. */
export const seatsThatHelp: ReadonlySet<Seat> = new Set<Seat>(['lead', 'team', 'coordinator'])

/** The roles that have a power. */
export function rolesWith(power: AreaPower): Role[] {
  return (Object.keys(powersOfRole) as Role[]).filter((role) => powersOfRole[role].includes(power))
}

/** The teams that somebody manages, by the posts that they hold today. */
export function teamsManaged({ posts }: { readonly posts: readonly { readonly role: Role; readonly team: string }[] }): string[] {
  return posts.filter((post) => post.role === 'manager').map((post) => post.team)
}
