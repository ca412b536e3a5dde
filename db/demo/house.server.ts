/** One family of the demo on its way through its story: the commands that everybody uses, each at its moment. */
import { answerPlan, signPlan } from '#app/domain/plan/agreeing.server.ts'
import { changeWords } from '#app/domain/plan/changing-words.server.ts'
import type { NewFile } from '#app/domain/plan/files.server.ts'
import { notNow, say, type Saying } from '#app/domain/plan/said.server.ts'
import { answerOffer, offerProgramme, programmesOf, recordContact, type Offer } from '#app/domain/programmes/programmes.server.ts'
import { moveReview } from '#app/domain/plan/reviews.server.ts'
import { sayView, type NewView } from '#app/domain/plan/views.server.ts'
import { putForward } from '#app/domain/plan/versions.server.ts'
import { hashOfToken } from '#app/domain/account/links.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { changeLevel } from '#app/domain/plan/level.server.ts'
import { answerByLink } from '#app/domain/plan/promises.server.ts'
import { sendActionLink } from '#app/domain/plan/thing-links.server.ts'
import { backupAhead } from '#app/domain/plan/backup-ahead.server.ts'
import { lookBackOn, startBackup } from '#app/domain/plan/backup-run.server.ts'
import { keepBackup, type NewBackup } from '#app/domain/plan/backup.server.ts'
import { keepDate, type NewDate } from '#app/domain/appointments/dates.server.ts'
import { keepNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { offerTimes } from '#app/domain/appointments/offers.server.ts'
import type { Need } from '#app/domain/appointments/words.ts'
import { freeTimes, rulesFor } from '#app/domain/appointments/diary.server.ts'
import { bookAppointment, type Booking } from '#app/domain/appointments/booking.server.ts'
import { closeFollowUp, followUpsOf } from '#app/domain/appointments/follow-ups.server.ts'
import { recordAppointment, sayInTheWay, type InTheWaySaid } from '#app/domain/appointments/how-it-went.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { agreeLine, makeBudget } from '#app/domain/budget/budgets.server.ts'
import { readBank, settleAnswered } from '#app/domain/budget/bank-answers.server.ts'
import type { Account } from '#app/domain/budget/pain001.ts'
import { giveAccount } from '#app/domain/budget/payee-accounts.server.ts'
import { freezeRun } from '#app/domain/budget/payment-runs.server.ts'
import { markPaid } from '#app/domain/budget/payments.server.ts'
import { confirmDelivered } from '#app/domain/budget/deliveries.server.ts'
import { acceptOrder, sayGiven, sendOrder } from '#app/domain/budget/orders.server.ts'
import { approve, askQuestion, decline, requestSpend } from '#app/domain/budget/spending.server.ts'
import type { Nearness } from '#app/domain/family/nearness.ts'
import { sayNearness } from '#app/domain/family/nearness.server.ts'
import { sayICan } from '#app/domain/plan/i-can.server.ts'
import { addHelper, addMember, type NewMember } from '#app/domain/family/members.server.ts'
import { openRecord, startFamily, type NewFamily } from '#app/domain/family/starting.server.ts'
import { openEmergencyView, takeEmergencyView } from '#app/domain/family/emergency.server.ts'
import { noteLooking } from '#app/events/looking.server.ts'
import { conversation, startConversation, writeMessage } from '#app/domain/messages/conversations.server.ts'
import { keepNote } from '#app/domain/messages/notes.server.ts'
import { changeBuildsOn } from '#app/domain/goals/builds-on.server.ts'
import { addGoal, rateGoal, tickStep, type NewGoal } from '#app/domain/goals/goals.server.ts'
import { sayKindWord, type NewKindWord } from '#app/domain/goals/kind-words.server.ts'
import { askForAssessment, sayCaring } from '#app/domain/carers/caring.server.ts'
import type { MeetingAnswer } from '#app/domain/meetings/answers.ts'
import { answerMeetingOffer } from '#app/domain/meetings/offer.server.ts'
import { askForPeer, notePeer, type PeerAsk } from '#app/domain/carers/peers.server.ts'
import { addFact, type NewFact } from '#app/domain/carers/facts.server.ts'
import { sayNotRight } from '#app/domain/data/corrections.server.ts'
import { agreeToShare, stopSharing } from '#app/domain/sharing/register.server.ts'
import { linkHolderOf, must, providerOf, viewerOfEmergency, viewerOfMoney, viewerWhoKnows } from '#app/access/viewer.server.ts'
import type { BudgetId, ConversationId, DraftId, EntryId, FamilyId, GoalId, LineId, MeetingPartId, MemberId, PersonId, ProgrammeId, ServiceId, SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'
import { pence } from '#app/values/money.ts'
import type { Db } from '#db/connect.ts'
import type { Agreeable, HelpLevel, Mode, Topic } from '#db/schema.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { contactAt, type Cast, type Stage } from './stage.server.ts'
import type { Calendar, Director } from './director.server.ts'
import { done } from './director.server.ts'
import type { DemoKey } from './people.ts'

export interface Scene { readonly db: Db; readonly director: Director; readonly calendar: Calendar; readonly cast: Cast; readonly stage: Stage }

/** What a family meeting decided and what it costs: the request that it carries, as it was begun for whoever asks. */
export interface FromMeeting { readonly decided: MeetingPartId; readonly draft: DraftId }

/** One family on its way through its story: the scene's commands with this family filled in. */
export class House {
  readonly scene: Scene
  readonly family: FamilyId
  readonly members = new Map<string, MemberId>()
  /** Goals of one evening are said one after the other. */
  #goals = 0
  constructor(scene: Scene, family: FamilyId) {
    this.scene = scene
    this.family = family
  }

  static async start(scene: Scene, days: number, family: Omit<NewFamily, 'lead'>): Promise<House> {
    const sam = await scene.director.atDesk(scene.cast.sam, scene.calendar.at(days, '10:00'), 'families:start')
    const { family: id } = await done(sam, startFamily, { ...family, lead: scene.cast.sam })
    const house = new House(scene, id)
    const rows = await scene.db.selectFrom('member').select(['id', 'name']).where('family_id', '=', id).execute()
    for (const row of rows) house.members.set(row.name, row.id)
    return house
  }

  /** A member by name. */
  who(name: string): MemberId {
    const member = this.members.get(name)
    if (!member) throw new Error(`the demo names nobody called ${name}`)
    return member
  }

  at(days: number, time = '18:00'): Instant {
    return this.scene.calendar.at(days, time)
  }

  async joins(key: DemoKey, name: string, days: number, time = '18:30'): Promise<PersonId> {
    return this.scene.stage.joins(key, this.family, this.who(name), this.at(days, time))
  }

  async adds(by: PersonId, member: Pick<NewMember, 'name' | 'seat' | 'relation'> & Partial<NewMember>, key: DemoKey | null, days: number): Promise<MemberId> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days), 'people:invite')
    const id = await done(viewer, addMember, { givenName: null, bornOn: null, agreedBy: null, contact: key ? contactAt(key, 'en') : null, ...member })
    this.members.set(member.name, id)
    return id
  }

  async helper(key: DemoKey, name: string, days: number, kinds: readonly Agreeable[], about: readonly string[], why: string, ...agreedBy: string[]): Promise<void> {
    const sam = await this.scene.director.inFamily(this.scene.cast.sam, this.family, this.at(days, '11:00'), 'people:invite')
    const id = await done(sam, addHelper, { person: this.scene.cast[key], seat: 'team', kinds, about: about.map((one) => this.who(one)), why, whyLang: 'en', until: null, agreedBy: agreedBy.map((one) => this.who(one)) })
    this.members.set(name, id)
  }

  /** Somebody of the family agrees themselves what a helper sees of one person. */
  async agrees(by: PersonId, days: number, agreement: { to: string; about: string; kinds: readonly Agreeable[]; why: string; lang: string; until?: number }): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '19:10'), 'sharing:decide')
    await done(viewer, agreeToShare, {
      to: this.who(agreement.to), about: this.who(agreement.about), kinds: agreement.kinds, why: agreement.why, whyLang: agreement.lang,
      until: agreement.until === undefined ? null : this.scene.calendar.day(agreement.until),
    })
  }

  /** Somebody takes back what a helper saw of one person. */
  async takesBack(by: PersonId, days: number, to: string, about: string): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '19:20'), 'sharing:decide'), stopSharing, { to: this.who(to), about: this.who(about) })
  }

  /** Somebody puts words into the plan: their own, or those of a member without an account. */
  async says(by: PersonId, days: number, said: Pick<Saying, 'part' | 'words' | 'lang'> & { area?: Saying['area']; saidBy?: string; about?: readonly string[]; whoSees?: Saying['whoSees']; file?: NewFile }): Promise<EntryId> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '20:05'), 'plan:strengths')
    return done(viewer, say, {
      part: said.part, area: said.area ?? null, words: said.words, lang: said.lang, saidBy: said.saidBy ? this.who(said.saidBy) : null, about: (said.about ?? []).map((one) => this.who(one)),
      whoSees: said.whoSees ?? 'everybody', shareWith: [], delicate: [], file: said.file ?? null,
    })
  }

  /** A helper offers a programme of their own, to begin on a day. */
  async offersProgramme(with_: PersonId, days: number, begins: number, offer: Omit<Offer, 'startOn' | 'about' | 'worker' | 'dueOn'> & { worker: string; about: readonly string[]; due: number | null }): Promise<ProgrammeId> {
    const { director, calendar } = this.scene
    return done(await director.inFamily(with_, this.family, this.at(days, '10:20'), 'programme:run'), offerProgramme, {
      key: offer.key, worker: this.who(offer.worker), startOn: calendar.day(begins), dueOn: offer.due === null ? null : calendar.day(offer.due), about: offer.about.map((one) => this.who(one)),
    })
  }

  /** The same, the family says yes, and what is past took place. */
  async programme(by: PersonId, with_: PersonId, days: number, offer: Omit<Offer, 'startOn' | 'about' | 'worker' | 'dueOn'> & { worker: string; about: readonly string[]; due: number | null }): Promise<void> {
    const { director, calendar } = this.scene
    const id = await this.offersProgramme(with_, days, days, offer)
    await done(await director.inFamily(by, this.family, this.at(days, '18:50'), 'programme:agree'), answerOffer, { programme: id, yes: true })
    const worker = await director.inFamily(with_, this.family, calendar.now, 'programme:run')
    const [programme] = await programmesOf(await director.inFamily(by, this.family, calendar.now, 'review:see'))
    for (const contact of programme!.contacts.filter((one) => one.on < calendar.today)) await done(worker, recordContact, { programme: id, number: contact.number, held: true })
  }

  /** The lead professional sets the day of the next review. */
  async review(by: PersonId, days: number, due: number): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '12:10'), 'review:hold'), moveReview, { dueOn: this.scene.calendar.workday(due) })
  }

  /** Before a review somebody says how it is going: for themselves, or together with a child. */
  async view(by: PersonId, days: number, about: string, said: Partial<NewView> & { lang: string }): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '20:30'), 'plan:strengths')
    await done(viewer, sayView, { about: this.who(about), better: null, hard: null, change: null, score: null, face: null, whoSees: 'everybody', delicate: [], ...said })
  }

  /** The plan is put forward as it stands, to be looked at again on a day. */
  async putsForward(by: PersonId, days: number, time: string, review: number): Promise<number> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, time), 'plan:put-forward')
    return done(viewer, putForward, { reviewOn: this.scene.calendar.day(review), seen: 0 })
  }

  /** Somebody of the family says yes to it. */
  async saysYes(by: PersonId, days: number, version: number): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '19:30'), 'plan:agree'), answerPlan, { version, agrees: true, words: null, lang: 'en', whoSees: 'everybody' })
  }

  /** The lead professional signs it for the services. */
  async signs(days: number, time: string, version: number): Promise<void> {
    await done(await this.scene.director.inFamily(this.scene.cast.sam, this.family, this.at(days, time), 'plan:sign'), signPlan, { version })
  }

  /** Somebody gives a promise that nobody has changed yet another day. */
  async postpones(by: PersonId, days: number, words: string, due: number): Promise<void> {
    const entry = await this.scene.db.selectFrom('plan_entry').select(['id', 'lang', 'due_on']).where('family_id', '=', this.family).where('words', '=', words).executeTakeFirstOrThrow()
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '15:10'), 'plan:see')
    await done(viewer, changeWords, { kind: 'plan', thing: entry.id, words, lang: entry.lang, dueOn: this.scene.calendar.day(due), from: { number: 1, dueOn: entry.due_on } })
  }

  /** A need that is not answered now. */
  async notNow(by: PersonId, days: number, need: EntryId, words: string, lang: string, again: number): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '20:10'), 'plan:strengths'), notNow, { need, words, lang, againOn: this.scene.calendar.day(again) })
  }

  /** Somebody writes to the lead professional, or to members by name. */
  async writes(by: PersonId, days: number, time: string, message: { topic: string; words: string; lang: string; to?: readonly string[] }): Promise<ConversationId> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, time), 'messages:write')
    const to = { members: (message.to ?? []).map((one) => this.who(one)), lead: message.to === undefined }
    return done(viewer, startConversation, { to, topic: message.topic, words: message.words, lang: message.lang })
  }

  /** Somebody in a conversation reads what was said, and says something. */
  async answers(by: PersonId, days: number, time: string, id: ConversationId, words: string, lang: string): Promise<void> {
    await this.reads(by, days, time, id)
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, time), 'messages:write'), writeMessage, { conversation: id, words, lang })
  }

  async reads(by: PersonId, days: number, time: string, id: ConversationId): Promise<void> {
    await conversation(await this.scene.director.inFamily(by, this.family, this.at(days, time), 'messages:see'), id, 1)
  }

  /** Somebody keeps a note, for themselves alone. */
  async note(by: PersonId, days: number, words: string, lang: string): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '21:15'), 'notes:keep'), keepNote, { words, lang, shownTo: { members: [], lead: false } })
  }

  async strength(by: PersonId, days: number, words: string, lang: string, shareWith: readonly string[] = []): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '18:40'), 'plan:strengths')
    await done(viewer, addStrength, { words, lang, about: [], whoSees: 'everybody', shareWith: shareWith.map((one) => this.who(one)) })
  }

  async goal(by: PersonId, days: number, goal: Pick<NewGoal, 'words' | 'lang' | 'category'> & { about: string[]; delicate?: Topic[]; steps?: [string, string, number][]; kept?: { with: string[]; lead: boolean }; shareWith?: string[] }): Promise<GoalId> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, `18:${45 + this.#goals++}`), 'goals:add')
    return done(viewer, addGoal, {
      words: goal.words, lang: goal.lang, category: goal.category, about: goal.about.map((one) => this.who(one)),
      steps: (goal.steps ?? []).map(([words, owner, due]) => ({ words, owner: this.who(owner), dueOn: this.scene.calendar.day(due) })),
      whoSees: goal.kept ? { members: goal.kept.with.map((one) => this.who(one)), lead: goal.kept.lead } : 'everybody',
      shareWith: (goal.shareWith ?? []).map((one) => this.who(one)), delicate: goal.delicate ?? [],
    })
  }

  async rate(by: PersonId, days: number, goal: GoalId, score: number, note: string | null = null, lang = 'en'): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '20:10'), 'goals:rate'), rateGoal, { goal, score, note, lang })
  }

  async tick(by: PersonId, days: number, goal: GoalId, position: number): Promise<void> {
    const step = await this.scene.db.selectFrom('step').select('id').where('family_id', '=', this.family).where('goal_id', '=', goal).where('position', '=', position).executeTakeFirstOrThrow()
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '20:15'), 'goals:rate'), tickStep, { step: step.id, done: true })
  }

  /** The lead professional changes how much help there is, on the same plan. */
  async level(by: PersonId, days: number, level: HelpLevel, words: string, lang: string): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '15:20'), 'plan:actions'), changeLevel, { level, words, lang })
  }

  /** What an owner elsewhere is asked by a link, and answers by it: another day. */
  async elsewhere(by: PersonId, days: number, action: { words: string; lang: string; ownerName: string; ownerAgency: string; due: number; goal?: GoalId }, answer: { days: number; due: number; words: string; lang: string }): Promise<void> {
    const id = await this.action(by, days, action)
    const address = 'robin@work.example'
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '15:10'), 'plan:actions'), sendActionLink, { action: id, to: { channel: 'email', address }, lang: 'en', namesFamily: false })
    const { body } = await this.scene.db.selectFrom('outbox').select('body').where('address', '=', address).where('scope_id', '=', this.family).orderBy('made_at', 'desc').executeTakeFirstOrThrow()
    const holder = await linkHolderOf(this.scene.db, hashOfToken(/\/do\/([\w-]{43})/.exec(body)![1]!), this.at(answer.days, '10:40'))
    await done(must(holder!, 'action:answer'), answerByLink, { answer: { how: 'move', dueOn: this.scene.calendar.day(answer.due), words: answer.words, lang: answer.lang } })
  }

  async action(by: PersonId, days: number, action: { words: string; lang: string; owner?: string; ownerName?: string; ownerAgency?: string; due: number; goal?: GoalId; need?: EntryId }): Promise<EntryId> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '15:00'), 'plan:actions')
    return done(viewer, addAction, {
      words: action.words, lang: action.lang, owner: action.owner ? this.who(action.owner) : null, ownerName: action.ownerName ?? null,
      ownerAgency: action.ownerAgency ?? null, dueOn: this.scene.calendar.day(action.due), goal: action.goal ?? null, need: action.need ?? null, about: [],
    })
  }

  /** Somebody says thank you for a goal, notes a small win, or offers to help with it. */
  async kindWord(by: PersonId, days: number, thing: string, said: Pick<NewKindWord, 'kind' | 'words' | 'lang'> & { place?: NewKindWord['place'] }): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '20:25'), 'goals:see')
    await done(viewer, sayKindWord, { place: 'goal', ...said, thing })
  }

  /** One of the network offers help unasked, to an adult by name. */
  async iCan(by: PersonId, days: number, to: string, words: string, lang: string): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '20:40'), 'offers:give'), sayICan, { words, lang, to: [this.who(to)] })
  }

  /** How near somebody lives, and how close the family is to them. */
  async near(by: PersonId, days: number, name: string, near: Nearness): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '19:20'), 'near:keep'), sayNearness, { member: this.who(name), ...near })
  }

  /** Names the strengths, by their words, that a goal builds on. */
  async buildsOn(by: PersonId, days: number, goal: GoalId, ...words: readonly string[]): Promise<void> {
    const strengths = await this.scene.db.selectFrom('plan_entry').select('id').where('family_id', '=', this.family).where('words', 'in', [...words]).execute()
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '18:59'), 'goals:add'), changeBuildsOn, { goal, strengths: strengths.map((one) => one.id) })
  }

  /** Somebody young says that they look after somebody, and asks for their own assessment; they and the lead professional know. */
  async asksAsCarer(by: PersonId, days: number, name: string, talkTo: string): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '16:20'), 'caring:ask')
    await done(viewer, sayCaring, {})
    await done(viewer, askForAssessment, { about: this.who(name), talkTo: this.who(talkTo), shownTo: [] })
  }

  /** Somebody asks for another who has been through the same; they and the lead professional know. */
  async asksForPeer(by: PersonId, days: number, asked: Omit<PeerAsk, 'shownTo'>): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '20:40'), 'peers:ask'), askForPeer, { ...asked, shownTo: [] })
  }

  /** An adult answers the offer of a family meeting; a "not now" is asked again on that day of the demo. */
  async answersMeeting(by: PersonId, days: number, answer: MeetingAnswer, again?: number): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '19:15'), 'meetings:answer'), answerMeetingOffer, { answer, againOn: again === undefined ? null : this.scene.calendar.day(again) })
  }

  /** The lead professional has found somebody for whoever asked last. */
  async findsPeer(by: PersonId, days: number, name: string, reach: string): Promise<void> {
    const { id } = await this.scene.db.selectFrom('peer_contact').select('id').where('family_id', '=', this.family).where('state', '=', 'asked').orderBy('asked_at', 'desc').executeTakeFirstOrThrow()
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '11:20'), 'peers:answer'), notePeer, { peer: id, name, reach, agreedOn: this.scene.calendar.day(days - 1) })
  }

  async fact(by: PersonId, days: number, child: string, fact: Pick<NewFact, 'topic' | 'words' | 'lang'>, shareWith: readonly string[] = []): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '17:10'), 'facts:add')
    await done(viewer, addFact, { ...fact, child: this.who(child), shareWith: shareWith.map((one) => this.who(one)) })
  }

  /** Says beside a line of the plan that it is not right. */
  async notRight(by: PersonId, days: number, line: string, words: string, lang: string): Promise<void> {
    const { id } = await this.scene.db.selectFrom('plan_entry').select('id').where('family_id', '=', this.family).where('words', '=', line).executeTakeFirstOrThrow()
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '19:40'), 'family:see'), sayNotRight, { kind: 'plan', thing: id, words, lang })
  }

  /** Books the first free time with somebody on or after a day (`lately`: the last of the next days that is past), and says how it went if that is past. */
  async visit(by: PersonId, days: number, visit: { with: DemoKey; name: string; mode: Mode; on: number; went?: 'seen' | 'not-seen'; lately?: boolean } & Partial<Booking>): Promise<void> {
    const { db, calendar, cast, director } = this.scene
    const at = this.at(days, '12:05')
    const settings = await settingsOf(db)
    const span = { from: calendar.day(visit.on), until: calendar.day(visit.on + 10) }
    const times = await freeTimes(db, [cast[visit.with]], visit.mode, rulesFor(visit.mode, settings), span, at)
    const free = visit.lately ? times.findLast((time) => time.endsAt < calendar.now) : times[0]
    if (!free) throw new Error('the demo finds no free time')
    const viewer = await director.inFamily(by, this.family, at, 'appointments:book')
    const booked = await done(viewer, bookAppointment, {
      practitioner: this.who(visit.name), mode: visit.mode, startsAt: free.startsAt, about: visit.about ?? [], whoSees: visit.whoSees ?? 'everybody', shareWith: visit.shareWith ?? [],
      needs: visit.needs ?? [], interpreterLang: visit.interpreterLang ?? null, where: visit.where ?? null, note: visit.note ?? null, lang: visit.lang ?? 'en',
    })
    if (visit.went && free.endsAt < calendar.now) {
      const practitioner = await director.inFamily(cast[visit.with], this.family, free.endsAt, 'appointments:see')
      await done(practitioner, recordAppointment, { appointment: booked, state: visit.went })
    }
  }

  /** Somebody who helps offers the family a few free times on different days, and waits for a word. */
  async offers(key: DemoKey, days: number, offer: { mode: Mode; on: number; words: string; about: readonly string[] }): Promise<void> {
    const { db, calendar, cast, director } = this.scene
    const viewer = await director.inFamily(cast[key], this.family, this.at(days, '11:40'), 'appointments:book')
    const free = await freeTimes(db, [cast[key]], offer.mode, rulesFor(offer.mode, await settingsOf(db)), { from: calendar.day(offer.on), until: calendar.day(offer.on + 10) }, viewer.now)
    const times = [...new Map(free.map((time) => [time.startsAt.slice(0, 10), time.startsAt])).values()].slice(0, 3)
    await done(viewer, offerTimes, { mode: offer.mode, times, answerBy: calendar.day(offer.on - 1), about: offer.about.map((one) => this.who(one)), to: 'everybody', words: offer.words, lang: 'en' })
  }

  /** A date that matters to them, which everybody of the family sees. */
  async dateThatMatters(by: PersonId, days: number, date: NewDate, lang: string, about: readonly string[] = []): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '18:30'), 'appointments:book'), keepDate, { date, about: about.map((one) => this.who(one)), whoSees: 'everybody', lang })
  }

  /** What they do if things get harder, one entry after the other. */
  async backup(by: PersonId, days: number, lang: string, entries: readonly NewBackup[]): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '18:25'), 'backup:write')
    for (const entry of entries) await done(viewer, keepBackup, { entry, whoSees: 'everybody', shareWith: [], delicate: [], lang })
  }

  /** They try it, which tells nobody, and say how that was. */
  async drill(by: PersonId, days: number, well: string, change: string, lang: string): Promise<void> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '18:40'), 'backup:start')
    const run = await done(viewer, startBackup, { drill: true, because: null, whoSees: 'everybody', seen: (await backupAhead(viewer))!.seen })
    await done(viewer, lookBackOn, { run, well, change, whoSees: 'everybody', lang })
  }

  /** What somebody needs whenever they meet somebody who helps. */
  async needs(by: PersonId, days: number, member: string, needs: readonly Need[]): Promise<void> {
    await done(await this.scene.director.inFamily(by, this.family, this.at(days, '18:20'), 'appointments:book'), keepNeeds, { member: this.who(member), needs, interpreterLang: null })
  }

  /** Says what got in the way of the first time that did not happen and of which nobody said it yet. */
  async gotInTheWay(by: PersonId, days: number, said: Omit<InTheWaySaid, 'appointment'>): Promise<void> {
    const row = await this.scene.db.selectFrom('appointment as a').select('a.id').where('a.family_id', '=', this.family).where('a.state', '=', 'not-seen')
      .where((eb) => eb.not(eb.exists(eb.selectFrom('in_the_way as w').select('w.what').whereRef('w.family_id', '=', 'a.family_id').whereRef('w.appointment_id', '=', 'a.id')))).orderBy('a.starts_at').limit(1).executeTakeFirst()
    if (row) await done(await this.scene.director.inFamily(by, this.family, this.at(days, '18:20'), 'appointments:book'), sayInTheWay, { appointment: row.id, ...said })
  }

  /** Somebody who helps has seen to the first that they were to. */
  async followedUp(by: DemoKey, days: number, words: string): Promise<void> {
    const viewer = await this.scene.director.inFamily(this.scene.cast[by], this.family, this.at(days, '16:10'), 'appointments:see')
    const open = (await followUpsOf(viewer)).find((one) => one.mine && one.done === null)
    if (open) await done(viewer, closeFollowUp, { followUp: open.id, words, lang: 'en' })
  }

  async budget(by: DemoKey, days: number, budget: { name: string; pounds: number; from: number; until: number; holding?: 'council' | 'direct-payment'; sources: [string, number, number][] }): Promise<BudgetId> {
    const { calendar, cast, db } = this.scene
    const money = await viewerOfMoney(db, cast[by], this.family, this.at(days, '14:00'))
    return done(must(money!, 'budget:make'), makeBudget, {
      name: budget.name, holding: budget.holding ?? 'council', from: calendar.day(budget.from), until: calendar.day(budget.until),
      sources: budget.sources.map(([source, pounds, expires]) => ({ source, pence: pence(pounds * 100), expiresOn: calendar.day(expires) })),
    })
  }

  async line(by: DemoKey, days: number, budget: BudgetId, name: string, pounds: number, until: number): Promise<LineId> {
    const money = await viewerOfMoney(this.scene.db, this.scene.cast[by], this.family, this.at(days, '14:05'))
    const { line } = await done(must(money!, 'line:agree'), agreeLine, { budget, name, pence: pence(pounds * 100), until: this.scene.calendar.day(until) })
    return line
  }

  /** Asks for so many units of a price in the directory. */
  async asks(by: PersonId, days: number, ask: { budget: BudgetId; service: string; option: string; quantity: number; goal: GoalId; needed: number; line?: LineId; from?: FromMeeting }): Promise<SpendId> {
    const price = await this.scene.db.selectFrom('service as s').innerJoin('service_option as o', 'o.service_id', 's.id').select(['s.id as service', 'o.id as option', 'o.pence'])
      .where('s.name', '=', ask.service).where('o.label', '=', ask.option).executeTakeFirstOrThrow()
    return this.#ask(by, days, { ...ask, wanted: { service: price.service as ServiceId, option: price.option, shownPence: price.pence! } })
  }

  /** Asks for something in own words. */
  async asksFor(by: PersonId, days: number, ask: { budget: BudgetId; what: string; lang: string; payee: string; pounds: number; quantity?: number; goal: GoalId; needed: number; kind?: SpendKind; from?: FromMeeting }): Promise<SpendId> {
    return this.#ask(by, days, { ...ask, quantity: ask.quantity ?? 1, wanted: { what: ask.what, payee: ask.payee, pence: pence(Math.round(ask.pounds * 100)), lang: ask.lang } })
  }

  async #ask(by: PersonId, days: number, ask: { budget: BudgetId; wanted: Parameters<typeof requestSpend>[1]['wanted']; quantity: number; goal: GoalId; needed: number; line?: LineId; kind?: SpendKind; from?: FromMeeting }): Promise<SpendId> {
    const viewer = await this.scene.director.inFamily(by, this.family, this.at(days, '19:00'), 'budget:ask')
    return done(viewer, requestSpend, { budget: ask.budget, wanted: ask.wanted, quantity: ask.quantity, goal: ask.goal, neededOn: this.scene.calendar.day(ask.needed), line: ask.line ?? null, kind: ask.kind, ...ask.from })
  }

  async #version(spend: SpendId): Promise<number> {
    return (await this.scene.db.selectFrom('spend').select('version').where('family_id', '=', this.family).where('id', '=', spend).executeTakeFirstOrThrow()).version
  }

  async yes(by: DemoKey, days: number, spend: SpendId, time = '09:30'): Promise<void> {
    const viewer = await this.scene.director.onSpend(this.scene.cast[by], this.family, spend, this.at(days, time), 'spend:decide')
    await done(viewer, approve, { spend, version: await this.#version(spend) })
  }

  async no(by: DemoKey, days: number, spend: SpendId, words: string): Promise<void> {
    const viewer = await this.scene.director.onSpend(this.scene.cast[by], this.family, spend, this.at(days, '09:40'), 'spend:decide')
    await done(viewer, decline, { spend, version: await this.#version(spend), reason: 'not-allowed', words, lang: 'en' })
  }

  async question(by: DemoKey, days: number, spend: SpendId, words: string): Promise<void> {
    const viewer = await this.scene.director.onSpend(this.scene.cast[by], this.family, spend, this.at(days, '09:50'), 'spend:decide')
    await done(viewer, askQuestion, { spend, version: await this.#version(spend), words, lang: 'en' })
  }

  /** Somebody who helps opens the record for a reason, and these pages of it. */
  async looks(key: DemoKey, days: number, time: string, because: { reason: string; lang: string | null }, ...pages: string[]): Promise<void> {
    const viewer = await this.scene.director.inFamily(this.scene.cast[key], this.family, this.at(days, time), 'family:see')
    await done(viewer, openRecord, because)
    for (const page of pages) await done(viewer, noteLooking, { page, because: because.reason, lang: because.lang })
  }

  /** Somebody of another team looks at the plan once, in an emergency. */
  async emergency(key: DemoKey, days: number, time: string, reason: string, known: { family: string; givenName: string; bornOn: Day }): Promise<void> {
    const { director, cast, db } = this.scene
    const at = this.at(days, time)
    const viewer = await viewerWhoKnows(await director.atDesk(cast[key], at, 'families:find'), known)
    const { view } = await done(must(viewer!, 'emergency:open'), openEmergencyView, { reason, lang: 'en' })
    await done(must((await viewerOfEmergency(db, cast[key], this.family, view, at))!, 'emergency:see'), takeEmergencyView, { view })
  }

  /** The family orders what was agreed, and the provider says yes, and then that some of it was given. */
  async ordered(by: PersonId, days: number, spend: SpendId, order: { to: string; note: string; lang: string; begins: number; gave: readonly (readonly [day: number, units: number])[] }): Promise<void> {
    const { db, director } = this.scene
    const family = await director.inFamily(by, this.family, this.at(days, '20:05'), 'order:send')
    await done(family, sendOrder, { spend, version: await this.#version(spend), to: { channel: 'email', address: order.to }, lang: 'en', note: order.note, noteLang: order.lang })
    const provider = async (at: Instant) => {
      const row = await db.selectFrom('spend_order').select('token_hash').where('family_id', '=', this.family).where('spend_id', '=', spend).where('ended_at', 'is', null).executeTakeFirstOrThrow()
      return must((await providerOf(db, row.token_hash, at))!, 'order:answer')
    }
    await done(await provider(this.at(days + 1, '10:20')), acceptOrder, { beginsOn: this.scene.calendar.day(order.begins) })
    for (const [day, units] of order.gave) await done(await provider(this.at(day, '17:40')), sayGiven, { on: this.scene.calendar.day(day), units })
  }

  /** The same by a run: finance gives the account, sends the run to the bank, and the bank says that it was paid. */
  async paidByRun(by: PersonId, days: number, spend: SpendId, account: Account): Promise<void> {
    const { director, cast, db } = this.scene
    await done(await director.inFamily(by, this.family, this.at(days, '19:30'), 'budget:ask'), confirmDelivered, { spend, version: await this.#version(spend) })
    await done(await director.onSpend(cast.femi, this.family, spend, this.at(days + 1, '11:00'), 'spend:pay'), giveAccount, account)
    const { id: payment, reference, pence: sum } = await db.selectFrom('payment').select(['id', 'reference', 'pence']).where('family_id', '=', this.family).where('spend_id', '=', spend).executeTakeFirstOrThrow()
    await done(await director.atDesk(cast.femi, this.at(days + 1, '11:10'), 'payments:pay'), freezeRun, { payments: [payment], payOn: this.scene.calendar.day(days + 2) })
    const after = await director.atDesk(cast.femi, this.at(days + 3, '09:30'), 'payments:pay')
    await done(after, readBank, { answers: [{ reference, pence: sum, result: 'paid', reason: null }] })
    await settleAnswered(after)
  }

  /** The family says that it came, and finance pays. */
  async paid(by: PersonId, days: number, spend: SpendId): Promise<void> {
    const family = await this.scene.director.inFamily(by, this.family, this.at(days, '19:30'), 'budget:ask')
    await done(family, confirmDelivered, { spend, version: await this.#version(spend) })
    const femi = await this.scene.director.onSpend(this.scene.cast.femi, this.family, spend, this.at(days + 1, '11:15'), 'spend:pay')
    const { id: payment } = await this.scene.db.selectFrom('payment').select('id').where('family_id', '=', this.family).where('spend_id', '=', spend).executeTakeFirstOrThrow()
    await done(femi, markPaid, { payment })
  }
}
