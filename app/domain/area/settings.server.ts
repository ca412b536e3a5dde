/**
 * What each local area sets for itself. Council rules differ, so every limit, period and promise is a setting; the
 * figures here are the demo's (domain.md C1: lead professional £100, team manager £500, a panel of two above it).
 */
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Schema } from '#db/schema.ts'
import type { AreaActing } from '#app/access/viewer.server.ts'
import { theArea } from '#app/access/viewer.server.ts'
import { usualLinkDays } from '#app/events/notice-links.server.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import { nations, type Nation } from './nations.ts'
import { senderName } from './sender-names.ts'
import { mayBe, relativesPaid, spendKinds } from './spend-kinds.ts'
import { youngAsks } from './young-asks.ts'

const usualNation: Nation = 'england'
const days = z.number().int().min(1).max(365)
const sumOfPence = z.number().int().min(0).max(10_000_000)

/** Every setting with its kind and its first value. */
export const settingKinds = {
  areaName: z.string().min(1).max(80).default('Our area'),
  /** The number that stands on every page that asks for something. */
  areaPhone: z.string().min(3).max(40).default('01632 960 000'),
  /** Up to this sum a lead professional decides alone, in pence, counted with all approved in `limitDays`. */
  leadLimitPence: sumOfPence.default(10_000),
  managerLimitPence: sumOfPence.default(50_000),
  /** Up to this sum a team manager alone agrees spending lines for a family, in pence, counted with those they agreed in `limitDays`. */
  managerLinePence: sumOfPence.default(100_000),
  /** Up to this sum a team manager alone starts a budget, in pence. */
  managerBudgetPence: sumOfPence.default(200_000),
  /** The account that payment runs are paid from: a name of 70 characters as banks take it, six digits, eight. */
  payerName: z.string().max(70).default(''),
  payerSortCode: z.string().regex(/^(?:\d{6})?$/).default(''),
  payerNumber: z.string().regex(/^(?:\d{8})?$/).default(''),
  /** Whether whoever makes a payment run sends it, or a second person of finance releases it first. */
  runRelease: z.enum(['one', 'two']).default('one'),
  /** Days over which approvals and agreed lines are added up, so that no limit is passed by splitting. */
  limitDays: days.default(28),
  /** Days before the end of a period on which a family is told what of its money would be given back. */
  endNoticeDays: days.default(28),
  /** Working days in which whoever made the budget says whether it stays. */
  stayAnswerDays: days.default(5),
  /** How many of the panel must say yes. */
  panelSize: z.number().int().min(1).max(9).default(2),
  /** Working days before a day of the panel by which what it decides lies before it (domain.md C1, Oldham: at least one). */
  panelPapersDays: days.default(1),
  /** What the area has ruled of a kind of thing to buy: at most so many pence for one, and for all of it in `capDays`. Of the others the usual rules hold (budget/rules.ts). */
  kindRules: z.partialRecord(z.enum(spendKinds), z.object({ may: z.enum(mayBe), unitPence: sumOfPence.nullable(), capPence: sumOfPence.nullable() })).default({}),
  /** Days over which what is bought of one kind is added up. */
  capDays: days.default(182),
  /** Whether a relative who lives in the household may be paid: by law only where it is needed (SI 2009/1887; domain.md C1). */
  relativePaid: z.enum(relativesPaid).default('exception'),
  /** Whether young people ask for something themselves: not at all, of money that is kept to them, or of the family's too. */
  youngAsk: z.enum(youngAsks).default('yes'),
  /** Up to this sum one of the family may pay something itself and send the receipt, in pence; 0 is not at all. */
  receiptMostPence: sumOfPence.default(3_000),
  /** Days after the day that something is needed by until which a yes to it holds. */
  approvalDays: days.default(28),
  /** Days that a request which was begun and not sent is kept. */
  draftDays: days.default(30),
  /** Working days in which a request to spend is answered. */
  decisionDays: days.default(5),
  /** Working days after which it is late that a family has not said whether something happened. */
  deliveryAnswerDays: days.default(5),
  /** Working days in which somebody who asks for help hears from a person. */
  helpDays: days.default(3),
  /** Hours before an appointment until which it can be moved or cancelled here. */
  appointmentNoticeHours: z.number().int().min(0).max(336).default(24),
  /** Days ahead that times are offered. */
  bookingDaysAhead: days.default(42),
  /** Days before a visit of a programme on which times for it are offered. */
  visitOfferDays: days.default(14),
  /** Minutes kept free before and after a home visit. A multiple of 15. */
  travelMinutes: z.number().int().min(0).max(120).multipleOf(15).default(30),
  /** Length of each kind of appointment, in minutes. Multiples of 15. */
  homeMinutes: z.number().int().min(15).max(240).multipleOf(15).default(45),
  phoneMinutes: z.number().int().min(15).max(240).multipleOf(15).default(30),
  videoMinutes: z.number().int().min(15).max(240).multipleOf(15).default(45),
  centreMinutes: z.number().int().min(15).max(240).multipleOf(15).default(45),
  schoolMinutes: z.number().int().min(15).max(240).multipleOf(15).default(45),
  /** Minutes for which a view in an emergency can be opened, once. */
  emergencyMinutes: z.number().int().min(1).max(60).default(10),
  /** Working days in which a manager looks at why. */
  emergencyReviewDays: days.default(2),
  /** Whether a code that is sent to somebody who helps is still enough, or they must have a lock of their own. */
  secondStep: z.enum(['own-device', 'sent-code-too']).default('own-device'),
  /** Days that a link to join stays open. */
  invitationDays: days.default(14),
  /** Days that the link in a message works, for whoever signs in or says their safe word. */
  noticeLinkDays: days.default(usualLinkDays),
  /** Names that messages may come from; each person chooses one. */
  senderNames: z.array(z.string().regex(senderName)).max(20).default(['Messages', 'Reminders', 'News']),
  /** From this age a young person may keep things to themselves, and say themselves what is shared about them. */
  keepsFromAge: z.number().int().min(5).max(18).default(11),
  /** From this age what is theirs is theirs alone. */
  ownFromAge: z.number().int().min(11).max(18).default(16),
  /** Working days in which a young carer who asks for their own assessment is answered. */
  carerDays: days.default(5),
  /** Working days in which a need that somebody puts into a plan is answered. */
  needDays: days.default(10),
  /** Days from one review of a plan to the next, where no other day is chosen (a team around a family meets every 6 to 12 weeks; #44). */
  planReviewDays: days.default(84),
  /** The most days that a review of a plan may lie ahead. */
  planReviewMostDays: days.default(182),
  /** Working days in which somebody talks with whoever said that something has changed. */
  changeDays: days.default(10),
  /** Working days in which whoever leads is in touch with a family that has nothing booked, or where somebody was not met. */
  followUpDays: days.default(3),
  /** What whoever leads does when a family was not met for the second time, and from the third on. Never a sanction, and no plan is closed. */
  secondMiss: z.enum(['nothing', 'call', 'visit', 'talk']).default('call'),
  thirdMiss: z.enum(['nothing', 'call', 'visit', 'talk']).default('visit'),
  /** How often a family moves or cancels in 90 days until whoever leads asks kindly what would make it easier. */
  movesNoticed: z.number().int().min(2).max(20).default(3),
  /** Days that the link of one thing to do works after the day it was for. */
  thingLinkDays: days.default(30),
  /** Days after a family meeting until which somebody who was invited to it alone keeps their place. */
  meetingGuestDays: days.default(14),
  /** Days after the end of a budget that the link of an order holds: a bill may come late. */
  orderDays: days.default(42),
  /** Working days by which what an owner cannot do, or leaves behind, has somebody's answer. */
  handBackDays: days.default(3),
  /** Working days after its day until the owner of a service's promise is reminded, then the lead professional told, then the team's manager. */
  lateOwnerDays: days.default(3),
  lateLeadDays: days.default(7),
  lateManagerDays: days.default(14),
  /** The largest drawing, and the largest voice note, that can be put into a plan, in kilobytes: a minute of speech is about half a thousand. */
  pictureKilobytes: z.number().int().min(100).max(8_000).default(4_000),
  soundKilobytes: z.number().int().min(100).max(8_000).default(2_000),
  /** Days in which somebody who asks to be forgotten is answered (UK GDPR: one month). */
  erasureDays: days.default(28),
  /** Working days in which somebody is named when a family asks for another lead professional. */
  handOverDays: days.default(5),
  /** Working days in which a second person looks at a decision to share without asking. */
  reviewDays: days.default(5),
  /** Whose bank holidays are days without work here. */
  nation: z.enum(nations).default(usualNation),
  /** Days without work in the area, as YYYY-MM-DD. In force with them are the bank holidays of its nation. */
  holidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)).max(200).default([]),
  /** The school holidays here: the first and the last day of each, as YYYY-MM-DD YYYY-MM-DD. */
  schoolHolidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2} \d{4}-\d{2}-\d{2}$/)).max(60).default([]),
} as const

export const settingsShape = z.object(settingKinds)
export type Settings = z.output<typeof settingsShape>
export type SettingKey = keyof Settings

/** The settings as the area keeps them, its own days without work alone: for whoever changes them. One query. */
export async function ownSettingsOf(db: Kysely<Schema>): Promise<Settings> {
  return settingsShape.parse(Object.fromEntries((await keptRows(db).execute()).map(asSaid)))
}

function keptRows(db: Kysely<Schema>) {
  return db.selectFrom('area_setting').select(['key', 'value']).where('area_id', '=', theArea)
}

const asSaid = ({ key, value }: { key: string; value: string }) => [key, JSON.parse(value) as unknown] as const

/** The settings in force: days without work are the area's own and the bank holidays of its nation, in order. One query. */
export async function settingsOf(db: Kysely<Schema>): Promise<Settings> {
  const rows = await keptRows(db).unionAll(
    db.selectFrom('bank_holiday').select([sql<string>`'bank holiday'`.as('key'), 'on_day as value'])
      .where('nation', '=', sql<Nation>`coalesce((select trim(value, '"') from area_setting where area_id = ${theArea} and key = 'nation'), ${usualNation})`),
  ).execute()
  const settings = settingsShape.parse(Object.fromEntries(rows.filter((row) => row.key !== 'bank holiday').map(asSaid)))
  return { ...settings, holidays: [...new Set([...settings.holidays, ...rows.filter((row) => row.key === 'bank holiday').map((row) => row.value)])].sort() }
}

let kept: { at: number; settings: Promise<Settings> } | undefined

/** The settings for words on a page (the area's name and number), at most ten seconds old. Never for a rule. */
export function settingsForWords(db: Kysely<Schema>): Promise<Settings> {
  if (!kept || Date.now() - kept.at > 10_000) kept = { at: Date.now(), settings: settingsOf(db) }
  return kept.settings
}

/** Settings as a page showed them: what a change was made from. */
export function seenOf(settings: Settings): string {
  return JSON.stringify(settings)
}

/**
 * Changes those of `values` that differ from the settings in force. Refused when these are no longer what the page had
 * shown: an old page that changes one thing does not put another one back. `values` were checked by the caller's form.
 */
export async function saveSettings(acting: AreaActing<'settings:keep'>, { seen, values }: { seen: string; values: Partial<Settings> }): Promise<Outcome<null, 'setting-wrong' | 'settings-changed-meanwhile'>> {
  const before = await ownSettingsOf(acting.db)
  if (seen !== seenOf(before)) return { ok: false, why: 'settings-changed-meanwhile' }
  const changed = Object.entries(values).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as SettingKey]))
  return changeSettings(acting, Object.fromEntries(changed))
}

/** Changes settings. `values` were checked against `settingKinds` by the caller's form. */
export async function changeSettings(acting: AreaActing<'settings:keep'>, values: Partial<Settings>): Promise<Outcome<null, 'setting-wrong'>> {
  const keys = Object.keys(values) as SettingKey[]
  for (const key of keys) {
    if (!settingKinds[key]?.safeParse(values[key]).success) return { ok: false, why: 'setting-wrong', field: key }
    const row = { value: JSON.stringify(values[key]), changed_at: acting.now, changed_by: acting.person }
    await acting.db.insertInto('area_setting').values({ area_id: theArea, key, ...row })
      .onConflict((conflict) => conflict.columns(['area_id', 'key']).doUpdateSet(row)).execute()
  }
  kept = undefined
  // A name that the area no longer uses is nobody's: their messages come from the usual one again.
  if (values.senderNames) await acting.db.updateTable('safe_contact').set({ sender: null }).where('sender', 'not in', [...values.senderNames, '']).execute()
  return { ok: true, value: null, event: { kind: 'setting-changed', data: { key: keys.join(',') } } }
}
