/**
 * The Reids' family meeting of seven, which is over. Dean must not meet Tanya, or learn that she comes: he and his mother have a sitting of
 * their own. The plan of the first sitting was answered "not yet, because …", changed and accepted; beds, fares and unpaid leave come from it.
 */
import type { FamilyPower } from '#app/access/powers.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { familyPlanOf, type FamilyPart } from '#app/domain/meetings/family-plan.server.ts'
import { answerAsInformer, askInformer, askToInform, informationOf, showInformation, writeInformation } from '#app/domain/meetings/information.server.ts'
import { askForMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { nameCoordinator } from '#app/domain/meetings/offer.server.ts'
import { answerFamilyPlan, joinPart } from '#app/domain/meetings/plan-answers.server.ts'
import { sayHowPartWent } from '#app/domain/meetings/plan-reviews.server.ts'
import { sendFamilyPlan, writePart, type PartSaid } from '#app/domain/meetings/plan-writing.server.ts'
import { closeRoom, mustBeInTheRoom, openRoom } from '#app/domain/meetings/rooms.server.ts'
import { writePost, type NewPost } from '#app/domain/meetings/room-posts.server.ts'
import { keepSitting, moveToSitting } from '#app/domain/meetings/sittings.server.ts'
import { sayNeedArranged, sayPart } from '#app/domain/meetings/taking-part.server.ts'
import { tickAction } from '#app/domain/plan/promises.server.ts'
import { actQuietly } from '#app/events/transact.server.ts'
import { newId, type MeetingId, type MeetingPartId } from '#app/values/ids.ts'
import { atWallTime, type Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import { done } from './director.server.ts'
import type { FromMeeting, House } from './house.server.ts'
import type { DemoKey } from './people.ts'

/** What the meeting decided that costs money, as it is asked for afterwards. */
export interface ReidDecided { readonly beds: FromMeeting; readonly fares: FromMeeting; readonly leave: FromMeeting }

/** One meeting of a family on its way, and the moment of a working day at which somebody does something in it. */
interface Way { readonly house: House; readonly meeting: MeetingId }

/** A time on the first working day on or after a day so many days from today: those who help are at work then. */
function moment(house: House, days: number, time: string): Instant {
  return atWallTime(house.scene.calendar.workday(days), time)!
}

async function as<P extends FamilyPower>({ house }: Pick<Way, 'house'>, who: DemoKey, days: number, time: string, power: P): Promise<May<P>> {
  return house.scene.director.inFamily(house.scene.cast[who], house.family, moment(house, days, time), power)
}

async function grace(way: Pick<Way, 'house'>, days: number, time: string) {
  return must(await as(way, 'grace', days, time, 'meetings:see'), 'meetings:arrange')
}

/** Plays it from the offer to the answers; what it decided that costs money is given back, to be asked for on its day. */
export async function reidMeeting(house: House): Promise<ReidDecided> {
  const way = { house, meeting: await askedFor(house) }
  await gotReady(way)
  await informed(way)
  await talked(way)
  const decided = await planned(way)
  await deansSitting(way)
  return decided
}

/** Joy says yes to the offer, and asks with one question; Grace parts the sittings before anybody is invited. */
async function askedFor(house: House): Promise<MeetingId> {
  const { cast } = house.scene
  await house.answersMeeting(cast.joy, -86, 'yes')
  await done(await as({ house }, 'sam', -85, '09:50', 'people:invite'), nameCoordinator, { person: cast.grace })
  await house.adds(cast.joy, { name: 'Denise Clarke', seat: 'network', relation: 'Joy’s sister' }, null, -84)
  await house.adds(cast.joy, { name: 'Carol Marsh', seat: 'network', relation: 'Dean’s mother' }, null, -84)
  const who = (...names: readonly string[]) => names.map((name) => house.who(name))
  const meeting = await done(await house.scene.director.inFamily(cast.joy, house.family, house.at(-84, '20:15'), 'meetings:answer'), askForMeeting, {
    question: 'How do Eli and Maya sleep well, get to school, and have all of us?', lang: 'en', people: who('Winston Reid', 'Eli Reid', 'Tanya Reid', 'Denise Clarke', 'Dean Marsh', 'Carol Marsh'),
  })
  const way = { house, meeting }
  await done(await grace(way, -81, '10:00'), keepSitting, { meeting, number: 1, startsAt: moment(house, -72, '17:30'), minutes: 120, place: 'Kingsmere library, the small room', dialIn: '+441632960116', callUrl: null })
  await done(await grace(way, -81, '10:05'), keepSitting, { meeting, number: 2, startsAt: moment(house, -72, '12:30'), minutes: 60, place: null, dialIn: '+441632960117', callUrl: null })
  await done(await grace(way, -81, '10:10'), moveToSitting, { meeting, people: who('Dean Marsh', 'Carol Marsh'), number: 2 })
  for (const member of who('Winston Reid', 'Eli Reid', 'Tanya Reid', 'Denise Clarke')) await done(await as(way, 'joy', -81, '18:30', 'meetings:see'), inviteToMeeting, { meeting, member })
  for (const member of who('Dean Marsh', 'Carol Marsh')) await done(await grace(way, -80, '09:30'), inviteToMeeting, { meeting, member })
  return meeting
}

/** How each takes part, and what Grace has arranged for it. */
async function gotReady(way: Way): Promise<void> {
  const { house, meeting } = way
  const spoken = { meeting, lang: 'en', interpreterLang: null }
  const [tanya, eli] = [house.who('Tanya Reid'), house.who('Eli Reid')]
  await done(await as(way, 'joy', -78, '19:10', 'meetings:see'), sayPart, { ...spoken, member: house.who('Joy Reid'), how: 'room', needs: [{ need: 'food', words: 'Something warm for seven o’clock, with no nuts for Eli' }] })
  await done(await as(way, 'joy', -78, '19:15', 'meetings:see'), sayPart, { ...spoken, member: eli, how: 'writing', needs: [{ need: 'advocate', words: 'His form tutor, Mr Shah, if he may' }] })
  await done(await as(way, 'tanya', -78, '11:05', 'meetings:see'), sayPart, { ...spoken, member: tanya, how: 'phone', needs: [] })
  await done(await as(way, 'dean', -78, '20:00', 'meetings:see'), sayPart, { ...spoken, member: house.who('Dean Marsh'), how: 'phone', needs: [] })
  await done(await grace(way, -75, '10:20'), sayNeedArranged, { meeting, member: eli, need: 'advocate', arranged: true, words: 'Mr Shah brings what Eli wrote, and reads it out.', lang: 'en' })
  await done(await grace(way, -75, '10:25'), sayNeedArranged, { meeting, member: house.who('Joy Reid'), need: 'food', arranged: true, words: 'Soup and bread from the library’s café.', lang: 'en' })
}

/** What Sam writes before, read by Joy and shown to the first sitting alone; one question to it. */
async function informed(way: Way): Promise<void> {
  const { house, meeting } = way
  const sam = house.who('Sam Adeyemi')
  await done(await as(way, 'joy', -78, '19:20', 'meetings:see'), askToInform, { meeting, members: [sam] })
  await done(await as(way, 'sam', -75, '14:00', 'meetings:inform'), writeInformation, {
    meeting, lang: 'en', parts: {
      well: 'Eli and Maya have not missed a day of school since they came to Joy and Winston. Maya hears a story from her mum every evening.',
      worry: 'Eli sleeps on the sofa, and is tired by Thursday. Joy cannot lift for three days after her knee is seen to.',
      help: 'There is money for beds and for the bus. A relative who gives up pay to help can be paid for it, if you decide it together.',
      must: 'A grown-up is with Maya after school, because of her asthma.',
    },
  })
  await done(await as(way, 'joy', -75, '19:00', 'meetings:see'), showInformation, { meeting, member: sam, sitting: 1 })
  await done(await as(way, 'tanya', -74, '11:15', 'meetings:attend'), askInformer, { meeting, member: sam, words: 'Can I come on Sundays if I cannot come every Sunday?', lang: 'en' })
  const asked = (await informationOf(await as(way, 'sam', -74, '12:10', 'meetings:see'), meeting))!.informers.flatMap((one) => one.questions)[0]!
  await done(await as(way, 'sam', -74, '12:15', 'meetings:inform'), answerAsInformer, { question: asked.id, words: 'Yes. Say how often you can, and let it be a number that you keep.', lang: 'en' })
}

/** The first sitting by itself; closed, its words stay for those who were there until they are deleted. */
async function talked({ house, meeting }: Way): Promise<void> {
  const into = async (who: DemoKey, time: string) => mustBeInTheRoom(await as({ house }, who, -72, time, 'meetings:attend'), meeting)
  const says = async (who: DemoKey, time: string, words: string, more: Partial<NewPost> = {}) => {
    await actQuietly(await into(who, time), writePost, { words, view: false, child: null, ...more }, { id: newId(), contentHash: words })
  }
  await actQuietly(await into('joy', '18:10'), openRoom, { facilitator: house.who('Denise Clarke'), letIn: ['Winston Reid', 'Eli Reid', 'Tanya Reid', 'Denise Clarke'].map((name) => house.who(name)) }, { id: newId(), contentHash: 'open' })
  await says('joy', '18:14', 'Denise leads. Winston has the list. We begin with what Eli wrote.')
  await says('joy', '18:16', 'I do not mind Maya. I mind the sofa. And I want to see Mum on a day that has a name.', { child: house.who('Eli Reid') })
  await says('tanya', '18:25', 'Every second Sunday. I can keep that, and I will not say more than I can keep.')
  await says('joy', '18:40', 'Then that is dinner for seven, every second Sunday.')
  await actQuietly(await into('joy', '19:20'), closeRoom, {}, { id: newId(), contentHash: 'close' })
}

/** Most parts of a plan: an action of somebody, for everybody, that needs nothing and that Sam checks. */
const part = (said: Pick<PartSaid, 'words' | 'owner' | 'dueOn'> & Partial<PartSaid>): PartSaid => ({
  lang: 'en', ownerName: null, ownerAgency: null, needs: 'nothing', needsWords: null, pence: null, kind: null, otherwise: null, checks: null, becomes: 'action', category: null, kept: 'everybody', answer: null, ...said,
})

/** The plan of the first sitting: written, sent, "not yet, because …", changed and answered, and accepted. */
async function planned(way: Way): Promise<ReidDecided> {
  const { house, meeting } = way
  const day = (days: number) => house.scene.calendar.day(days)
  const [joy, winston, eli, tanya, denise] = ['Joy Reid', 'Winston Reid', 'Eli Reid', 'Tanya Reid', 'Denise Clarke'].map((name) => house.who(name))
  const first = [
    part({ words: 'Bunk beds for Eli and Maya. Winston puts them up.', owner: winston!, dueOn: day(8), needs: 'money', pence: pence(26_500), kind: 'home', otherwise: 'Denise lends us her camp bed.' }),
    part({ words: 'The bus to Eli’s new school, for his first six weeks', owner: joy!, dueOn: day(-10), needs: 'money', pence: pence(6_000), kind: 'travel', otherwise: 'Winston drives him, and we ask again.' }),
    part({ words: 'Eli and Maya have their mum for Sunday dinner, every second week', owner: tanya!, dueOn: day(40), becomes: 'goal', category: 'relationships', kept: 'us', otherwise: 'Tanya rings at noon, and they cook it together on the phone.', checks: joy! }),
    part({ words: 'Eli fetches Maya on Tuesdays and Fridays, and looks after her until Winston is home at six.', owner: eli!, dueOn: day(30) }),
    part({ words: 'Denise takes three days of unpaid leave when Joy’s knee is seen to', owner: denise!, dueOn: day(18), needs: 'money', pence: pence(24_000), kind: 'network', otherwise: 'Winston swaps his shifts.' }),
  ]
  for (const [at, said] of first.entries()) await done(await as(way, 'joy', -69, `10:${10 + at * 4}`, 'meetings:attend'), writePart, { meeting, part: null, said })
  const sends = { meeting, words: 'Nobody has to do all of it. We wrote down who does what.', lang: 'en', againOn: day(6) }
  await done(await as(way, 'tanya', -69, '11:20', 'meetings:attend'), sendFamilyPlan, { ...sends, round: 1 })
  const answers = { meeting, sitting: 1, lang: 'en' }
  const risky = (await newestParts(way, -69, '11:21'))[3]!
  const words = 'Eli loves her, and he is twelve. If her asthma came on fast he would be alone with it, and she could come to serious harm. Who grown-up could be there?'
  await done(await as(way, 'sam', -69, '15:40', 'meetings:prepare'), answerFamilyPlan, { ...answers, round: 1, risks: [{ part: risky.id, words }] })
  const again = (await newestParts(way, -66, '10:00'))[3]!
  await done(await as(way, 'joy', -66, '10:05', 'meetings:attend'), writePart, {
    meeting, part: again.id, said: part({
      words: 'Denise fetches Maya on Tuesdays and Fridays, and stays until Winston is home at six. Eli goes to football.', owner: denise!, dueOn: day(30), otherwise: 'Joy fetches her in a taxi, and tells Sam.',
      answer: 'We asked Eli. He would rather be at football. Denise knows the inhaler, and has the key.',
    }),
  })
  await done(await as(way, 'joy', -66, '10:20', 'meetings:attend'), sendFamilyPlan, { ...sends, round: 2 })
  await done(await as(way, 'sam', -66, '14:30', 'meetings:prepare'), answerFamilyPlan, { ...answers, round: 2, risks: [] })
  const [beds, fares, sundays, , leave] = await newestParts(way, -63, '18:00')
  await done(await as(way, 'joy', -12, '17:10', 'plan:see'), tickAction, { action: fares!.entry!, done: true })
  await done(await as(way, 'tanya', -12, '11:10', 'meetings:attend'), sayHowPartWent, { meeting, part: sundays!.id, went: 'well', words: 'Four Sundays so far. Maya keeps the chair beside her for me.', lang: 'en' })
  return { beds: await begun(house, beds!.id), fares: await begun(house, fares!.id), leave: await begun(house, leave!.id) }
}

/** The parts of the first sitting’s newest round, in the order in which they were written. */
async function newestParts(way: Way, days: number, time: string): Promise<readonly FamilyPart[]> {
  return (await familyPlanOf(await as(way, 'joy', days, time, 'meetings:see'), way.meeting)).plans[0]!.rounds[0]!.parts
}

/** The request that an accepted part has begun. */
async function begun({ scene, family }: House, decided: MeetingPartId): Promise<FromMeeting> {
  const { id } = await scene.db.selectFrom('spend_draft').select('id').where('family_id', '=', family).where('said', 'like', `%${decided}%`).executeTakeFirstOrThrow()
  return { decided, draft: id }
}

/** What Dean and his mother agreed, accepted as it stands; Grace lets the others read when he rings. */
async function deansSitting(way: Way): Promise<void> {
  const { house, meeting } = way
  const { calendar } = house.scene
  const dean = house.who('Dean Marsh')
  const sunday = part({ words: 'Eli and Maya have Dad on the phone on Sundays at six.', owner: dean, dueOn: calendar.day(30), otherwise: 'He writes to them, and rings the Sunday after.' })
  await done(await as(way, 'dean', -71, '19:00', 'meetings:attend'), writePart, { meeting, part: null, said: sunday })
  await done(await as(way, 'dean', -71, '19:10', 'meetings:attend'), writePart, {
    meeting, part: null, said: part({ words: 'Dean and Carol come to Eli’s school evening.', owner: dean, dueOn: calendar.day(24), needs: 'help', needsWords: 'Sam asks the school to write to Dean as well.' }),
  })
  await done(await as(way, 'dean', -71, '19:20', 'meetings:attend'), sendFamilyPlan, { meeting, round: 1, words: null, lang: 'en', againOn: calendar.day(20) })
  await done(await as(way, 'sam', -68, '10:30', 'meetings:prepare'), answerFamilyPlan, { meeting, sitting: 2, round: 1, risks: [], lang: 'en' })
  const [shared] = (await familyPlanOf(await as(way, 'dean', -67, '12:00', 'meetings:see'), meeting)).plans[0]!.rounds[0]!.parts
  await done(await grace(way, -65, '11:00'), joinPart, { meeting, part: shared!.id, forAll: true })
}
