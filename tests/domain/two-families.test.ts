import { beforeEach, describe, expect, test } from 'vitest'
import { must, viewerFor, viewerOfMoney, viewerOfSafeguarding, type Viewer } from '#app/access/viewer.server.ts'
import type { FamilyPower } from '#app/access/powers.ts'
import { addGoal, addStep, changeGoalState, changeTopics, rateGoal, tickStep } from '#app/domain/goals/goals.server.ts'
import { answerPlan, noteAnswer } from '#app/domain/plan/agreeing.server.ts'
import { changeWords } from '#app/domain/plan/changing-words.server.ts'
import { changeBuildsOn } from '#app/domain/goals/builds-on.server.ts'
import { sayKindWord, takeBackKindWord } from '#app/domain/goals/kind-words.server.ts'
import { sayICan, takeICanBack, takeOfferUp, thankForOffer } from '#app/domain/plan/i-can.server.ts'
import { backupAhead } from '#app/domain/plan/backup-ahead.server.ts'
import { endBackup, lookBackOn, sayTask, startBackup } from '#app/domain/plan/backup-run.server.ts'
import { changeBackup, dropBackup, keepBackup, moveBackup, type NewBackups } from '#app/domain/plan/backup.server.ts'
import { notNow, say, takeOut } from '#app/domain/plan/said.server.ts'
import { answerOffer, endProgramme, moveContact, offerProgramme, recordContact, tellBirth } from '#app/domain/programmes/programmes.server.ts'
import { answerChange, tellChange } from '#app/domain/plan/changes.server.ts'
import { sayView } from '#app/domain/plan/views.server.ts'
import { addAction, addStrength } from '#app/domain/plan/plan.server.ts'
import { answerAction, noLongerNeeded, tickAction } from '#app/domain/plan/promises.server.ts'
import { endActionLink, sendActionLink } from '#app/domain/plan/thing-links.server.ts'
import { leaveConversation, startConversation, writeMessage } from '#app/domain/messages/conversations.server.ts'
import { changeNote, keepNote, throwNoteAway } from '#app/domain/messages/notes.server.ts'
import { agreeToShare, stopSharing } from '#app/domain/sharing/register.server.ts'
import { decideToShare, endDecision, reviewDecision } from '#app/domain/sharing/safeguarding.server.ts'
import { changeWhoSees, leaveCircle, nameTrustedAdult } from '#app/domain/sharing/changing.server.ts'
import { noteAgreement, noteTakenBack, type SaidInPerson } from '#app/domain/sharing/in-person.server.ts'
import { circleFor, isInside, setAbout, shareByName, whoSees } from '#app/domain/sharing/circles.server.ts'
import { act, type Answer } from '#app/events/transact.server.ts'
import { newId, type EntryId, type GoalId, type MemberId, type StepId } from '#app/values/ids.ts'
import { plusDays } from '#app/values/instant.ts'
import { inTransaction } from '#db/transaction.ts'
import type { Db } from '#db/connect.ts'
import { freshDatabase } from './database.ts'
import { canary, everything, putForwardBy, theirThings, type Theirs } from './other-family.ts'
import { exportedIn, readElsewhere, reads, type Asked } from './reads.ts'
import { aWorld, today, worldBegins, type World } from './world.ts'

const soon = plusDays(today, 14)
const nothingToKnow = { school: null, medicine: null, sleep: null, comfort: null }

let db: Db
let world: World
let theirs: Theirs

beforeEach(async () => {
  db = await freshDatabase()
  world = await aWorld(db)
  theirs = await theirThings(db, world)
  await putForwardBy(db, world.family, world.members.marta)
  await act(await world.may('marta', 'backup:write'), keepBackup, { entry: { part: 'call', owner: null, name: 'NHS 111', phone: '111', words: null }, whoSees: 'everybody', shareWith: [], delicate: [], lang: 'en' })
})

describe('the ids of another family', () => {
  test('read nothing, whoever asks and by whichever read', async () => {
    const insiders = await Promise.all((['marta', 'piotr', 'zosia', 'kasia', 'dean', 'sam'] as const).map(async (who) => [who, await world.viewer(who)] as const))
    const manager = (await viewerOfMoney(db, world.people.priya, world.family, worldBegins))!
    for (const [who, viewer] of [...insiders, ['priya', manager] as const]) {
      const nobodys: Asked = { iCan: newId(), kindWord: newId(), backupRun: newId(), goal: newId(), budget: newId(), spend: newId(), appointment: newId(), offer: newId(), wait: newId(), conversation: newId(), note: newId(), need: newId(), entry: newId(), review: newId(), viewAbout: newId(), file: newId(), meeting: newId() }
      for (const [name, read] of Object.entries(reads)) {
        const told = JSON.stringify((await read(viewer, theirs)) ?? null)
        expect(told, `${name} for ${who}`).not.toMatch(new RegExp(`${canary}|:77700\\b|Aisha`))
        for (const id of Object.values(theirs)) expect(told, `${name} for ${who}`).not.toContain(id)
        expect(told, `${name} for ${who}`).toBe(JSON.stringify((await read(viewer, nobodys)) ?? null))
        // The goal that has the same id in both families is ours.
        expect(JSON.stringify((await read(viewer, { ...theirs, goal: world.goal })) ?? null)).not.toContain(canary)
      }
      expect(await whoSees(viewer, theirs.circle)).toEqual({ members: [], lead: false })
    }
  })

  test('are read by the family whose they are: the canary is there to be seen', async () => {
    const told = await Promise.all(Object.values(reads).map(async (read) => JSON.stringify(await read(await world.viewer('aisha', world.otherFamily), theirs))))
    expect(told.filter((one) => one?.includes(canary)).length).toBeGreaterThan(8)
  })

  type Try = (viewer: Viewer) => Promise<Answer<unknown, string>>
  const withPower = <P extends FamilyPower>(power: P, run: (may: Viewer & ReturnType<typeof must<Viewer, P>>) => Promise<Answer<unknown, string>>): Try => (viewer) => run(must(viewer, power))

  /** As the manager of this family's team, whoever else is asked. */
  const asManager = <P extends FamilyPower>(power: P, run: (may: Viewer & ReturnType<typeof must<Viewer, P>>) => Promise<Answer<unknown, string>>): Try =>
    async () => run(must((await viewerOfSafeguarding(db, world.people.priya, world.family, worldBegins))!, power))

  const inPerson = { giver: world?.members.leo, to: world?.members.sam, about: [], kinds: ['plan'], why: 'w', whyLang: 'en', until: null, saidOn: today, present: null } as unknown as SaidInPerson
  /** By the name of the command: every way of putting an id of the other family into it. */
  const tries: Record<string, Record<string, Try>> = {
    addGoal: Object.fromEntries(
      ([
        ['about', () => ({ about: [theirs.member] })],
        ['share with', () => ({ shareWith: [theirs.network] })],
        ['who sees', () => ({ whoSees: { members: [theirs.member], lead: false } })],
        ['builds on', () => ({ buildsOn: [theirs.strength] })],
        ['owner', () => ({ steps: [{ words: 'w', owner: theirs.member, dueOn: soon }] })],
      ] as const).map(([name, changed]) => [name, withPower('goals:add', (may) => act(may, addGoal, { words: 'w', lang: 'en', category: 'school', about: [], steps: [], whoSees: 'everybody', shareWith: [], ...changed() }))]),
    ),
    changeBuildsOn: {
      goal: withPower('goals:add', (may) => act(may, changeBuildsOn, { goal: theirs.goal, strengths: [] })),
      strength: withPower('goals:add', (may) => act(may, changeBuildsOn, { goal: world.goal, strengths: [theirs.strength] })),
    },
    sayKindWord: Object.fromEntries(
      ([['goal', () => theirs.goal], ['step', () => theirs.step], ['plan', () => theirs.entry]] as const).map(([place, id]) => [place, withPower('goals:see', (may) => act(may, sayKindWord, { kind: 'thanks', place, thing: id(), words: 'w', lang: 'en' }))]),
    ),
    sayICan: { to: async () => act(must((await viewerFor(db, world.people.kasia, world.family, worldBegins))!, 'offers:give'), sayICan, { words: 'w', lang: 'en', to: [theirs.member] }) },
    takeICanBack: { offer: async () => act(must((await viewerFor(db, world.people.kasia, world.family, worldBegins))!, 'offers:give'), takeICanBack, { offer: theirs.iCan }) },
    takeOfferUp: Object.fromEntries(
      ([['unasked', () => theirs.iCan], ['beside', () => theirs.kindWord]] as const).map(([name, offer]) => [name, (viewer: Viewer) => act(must(must(viewer, 'offers:answer'), 'plan:actions'), takeOfferUp, { offer: offer(), words: 'w', lang: 'en', dueOn: soon, thanks: 'w' })]),
    ),
    thankForOffer: { offer: withPower('offers:answer', (may) => act(may, thankForOffer, { offer: theirs.iCan })) },
    takeBackKindWord: { word: withPower('goals:see', (may) => act(may, takeBackKindWord, { word: theirs.kindWord })) },
    addStep: {
      goal: withPower('goals:add', (may) => act(may, addStep, { goal: theirs.goal, words: 'w', lang: 'en', owner: world.members.marta, dueOn: soon })),
      owner: withPower('goals:add', (may) => act(may, addStep, { goal: world.goal, words: 'w', lang: 'en', owner: theirs.member, dueOn: soon })),
    },
    tickStep: { step: withPower('goals:rate', (may) => act(may, tickStep, { step: theirs.step, done: true })) },
    rateGoal: { goal: withPower('goals:rate', (may) => act(may, rateGoal, { goal: theirs.goal, score: 1, note: 'w', lang: 'en' })) },
    changeTopics: { goal: withPower('goals:add', (may) => act(may, changeTopics, { goal: theirs.goal, topics: ['substances'] })) },
    noteAgreement: {
      giver: withPower('people:invite', (may) => act(may, noteAgreement, { ...inPerson, giver: theirs.network })),
      to: withPower('people:invite', (may) => act(may, noteAgreement, { ...inPerson, to: theirs.helper })),
    },
    noteTakenBack: { giver: withPower('people:invite', (may) => act(may, noteTakenBack, { giver: theirs.network, to: theirs.helper, saidOn: today, present: null })) },
    changeGoalState: { goal: withPower('goals:add', (may) => act(may, changeGoalState, { goal: theirs.goal, state: 'let-go' })) },
    keepBackup: Object.fromEntries(
      ([
        ['who steps in', () => ({ entry: { part: 'care', owner: theirs.network, child: world.members.leo, words: 'w', know: nothingToKnow } })],
        ['child', () => ({ entry: { part: 'care', owner: world.members.kasia, child: theirs.member, words: 'w', know: nothingToKnow } })],
        ['who is called', () => ({ entry: { part: 'call', owner: theirs.network, name: null, phone: '999', words: null } })],
        ['who may start it', () => ({ entry: { part: 'starter', owners: [world.members.kasia, theirs.network] } })],
        ['share with', () => ({ shareWith: [theirs.network] })],
        ['who sees', () => ({ whoSees: { members: [theirs.member], lead: true } })],
      ] as readonly (readonly [string, () => Partial<NewBackups>])[]).map(([name, changed]) => [name, withPower('backup:write', (may) => act(may, keepBackup, { entry: { part: 'sign', words: 'w' }, whoSees: 'everybody', shareWith: [], delicate: [], lang: 'en', ...changed() }))]),
    ),
    dropBackup: { entry: withPower('backup:write', (may) => act(may, dropBackup, { id: theirs.backup })) },
    startBackup: {
      because: withPower('backup:start', async (may) => act(may, startBackup, { drill: true, because: theirs.backup, whoSees: 'everybody', seen: (await backupAhead(may))!.seen })),
      'who sees': withPower('backup:start', async (may) => act(may, startBackup, { drill: true, because: null, whoSees: { members: [theirs.member], lead: true }, seen: (await backupAhead(may))!.seen })),
    },
    endBackup: { run: withPower('backup:start', (may) => act(may, endBackup, { run: theirs.backupRun })) },
    sayTask: { task: withPower('backup:start', (may) => act(may, sayTask, { task: theirs.backupTask, done: true })) },
    lookBackOn: { run: withPower('backup:start', (may) => act(may, lookBackOn, { run: theirs.backupRun, well: 'w', change: null, whoSees: 'everybody', lang: 'en' })) },
    changeBackup: { entry: withPower('backup:write', (may) => act(may, changeBackup, { id: theirs.backup, words: 'w', phone: null, ...nothingToKnow, lang: 'en' })) },
    moveBackup: { entry: withPower('backup:write', (may) => act(may, moveBackup, { id: theirs.backup })) },
    addStrength: Object.fromEntries(
      ([
        ['about', () => ({ about: [theirs.member] })],
        ['share with', () => ({ shareWith: [theirs.network] })],
        ['who sees', () => ({ whoSees: { members: [theirs.member], lead: true } })],
      ] as const).map(([name, changed]) => [name, withPower('plan:strengths', (may) => act(may, addStrength, { words: 'w', lang: 'en', about: [], whoSees: 'everybody', shareWith: [], ...changed() }))]),
    ),
    addAction: Object.fromEntries(
      ([
        ['about', () => ({ about: [theirs.member] })],
        ['owner', () => ({ owner: theirs.member })],
        ['goal', () => ({ goal: theirs.goal })],
        ['need', () => ({ need: theirs.need })],
      ] as const).map(([name, changed]) => [name, withPower('plan:actions', (may) => act(may, addAction, { words: 'w', lang: 'en', owner: world.members.marta, ownerName: null, ownerAgency: null, dueOn: soon, goal: null, about: [], ...changed() }))]),
    ),
    changeWhoSees: Object.fromEntries(
      ([
        ['goal', () => ({ kind: 'goal' as const, thing: theirs.goal })],
        ['entry', () => ({ kind: 'plan' as const, thing: theirs.strength })],
        ['appointment', () => ({ kind: 'appointment' as const, thing: theirs.appointment })],
        ['who sees', () => ({ whoSees: { members: [theirs.member], lead: true } })],
        ['share with', () => ({ shareWith: [theirs.network] })],
      ] as const).map(([name, changed]) => [name, withPower('sharing:decide', (may) => act(may, changeWhoSees, { kind: 'goal', thing: world.goal, whoSees: 'everybody', shareWith: [], ...changed() }))]),
    ),
    leaveCircle: { goal: withPower('family:see', (may) => act(may, leaveCircle, { kind: 'goal', thing: theirs.goal })) },
    nameTrustedAdult: {
      child: withPower('people:invite', (may) => act(may, nameTrustedAdult, { child: theirs.member, adult: world.members.kasia, parentsKnow: true })),
    },
    agreeToShare: Object.fromEntries(
      ([['helper', () => ({ to: theirs.helper })], ['about', () => ({ about: theirs.member })]] as const).map(([name, changed]) => [name, withPower('sharing:decide', (may) => act(may, agreeToShare, { to: world.members.sam, about: world.members.marta, kinds: ['goal'], why: 'w', whyLang: 'en', until: null, ...changed() }))]),
    ),
    stopSharing: {
      helper: withPower('sharing:decide', (may) => act(may, stopSharing, { to: theirs.helper, about: null })),
      about: withPower('sharing:decide', (may) => act(may, stopSharing, { to: world.members.sam, about: theirs.member })),
    },
    decideToShare: Object.fromEntries(
      ([['helper', () => ({ to: theirs.helper })], ['about', () => ({ about: [theirs.member] })]] as const).map(([name, changed]) => [name, asManager('safeguarding:decide', (may) => act(may, decideToShare, { to: world.members.sam, about: [world.members.leo], kinds: ['goal'], basis: 'harm', reason: 'w', lang: 'en', until: soon, danger: null, reviewer: world.people.ruth, ...changed() }))]),
    ),
    reviewDecision: { decision: asManager('safeguarding:review', (may) => act(may, reviewDecision, { decision: theirs.decision, verdict: 'end', words: 'w', lang: 'en' })) },
    endDecision: { decision: asManager('safeguarding:decide', (may) => act(may, endDecision, { decision: theirs.decision })) },
    startConversation: {
      to: withPower('messages:write', (may) => act(may, startConversation, { to: { members: [theirs.member], lead: false }, topic: 'w', words: 'w', lang: 'en' })),
    },
    writeMessage: { conversation: withPower('messages:write', (may) => act(may, writeMessage, { conversation: theirs.conversation, words: 'w', lang: 'en' })) },
    leaveConversation: { conversation: withPower('messages:see', (may) => act(may, leaveConversation, { conversation: theirs.conversation })) },
    keepNote: { 'shown to': withPower('notes:keep', (may) => act(may, keepNote, { words: 'w', lang: 'en', shownTo: { members: [theirs.member], lead: false } })) },
    changeNote: { note: withPower('notes:keep', (may) => act(may, changeNote, { note: theirs.note, words: 'w', lang: 'en', shownTo: { members: [], lead: false } })) },
    throwNoteAway: { note: withPower('notes:keep', (may) => act(may, throwNoteAway, { note: theirs.note })) },
    say: Object.fromEntries(
      ([
        ['said by', () => ({ saidBy: theirs.member })],
        ['about', () => ({ about: [theirs.member] })],
        ['share with', () => ({ shareWith: [theirs.network] })],
        ['who sees', () => ({ whoSees: { members: [theirs.member], lead: true } })],
      ] as const).map(([name, changed]) => [name, withPower('plan:strengths', (may) => act(may, say, { part: 'says', area: null, words: 'w', lang: 'en', saidBy: null, about: [], whoSees: 'everybody', shareWith: [], delicate: [], ...changed() }))]),
    ),
    notNow: { need: withPower('plan:strengths', (may) => act(may, notNow, { need: theirs.need, words: 'w', lang: 'en', againOn: soon })) },
    putForward: {},
    signPlan: {},
    answerPlan: { 'who sees': withPower('plan:agree', (may) => act(may, answerPlan, { version: 1, agrees: true, words: 'w', lang: 'en', whoSees: { members: [theirs.member], lead: true } })) },
    noteAnswer: { member: async () => act(must(await world.viewer('sam'), 'plan:note'), noteAnswer, { version: 1, member: theirs.member, saidOn: today, agrees: true, words: null, lang: 'en', whoSees: 'everybody' }) },
    changeWords: {
      entry: withPower('plan:see', (may) => act(may, changeWords, { kind: 'plan', thing: theirs.strength, words: 'w', lang: 'en', dueOn: null, from: { number: 1, dueOn: null } })),
      goal: withPower('plan:see', (may) => act(may, changeWords, { kind: 'goal', thing: theirs.goal, words: 'w', lang: 'en', dueOn: null, from: { number: 1, dueOn: null } })),
    },
    takeOut: { entry: withPower('plan:strengths', (may) => act(may, takeOut, { entry: theirs.need })) },
    // These name nothing but the family's own: reviews.test.
    closeReview: {}, moveReview: {}, openPlanAgain: {},
    offerProgramme: {
      worker: async () => act(must(await world.viewer('sam'), 'programme:run'), offerProgramme, { key: 'parenting-course', worker: theirs.helper, startOn: today, dueOn: null, about: [] }).then((answer) => ('why' in answer && answer.why === 'not-helping-you' ? { ok: false as const, why: 'not-there' } : answer)),
      about: async () => act(must(await world.viewer('sam'), 'programme:run'), offerProgramme, { key: 'parenting-course', worker: world.members.sam, startOn: today, dueOn: null, about: [theirs.member] }),
    },
    answerOffer: { programme: withPower('programme:agree', (may) => act(may, answerOffer, { programme: theirs.programme, yes: true })) },
    endProgramme: { programme: withPower('programme:keep', (may) => act(may, endProgramme, { programme: theirs.programme })) },
    tellBirth: { programme: withPower('programme:keep', (may) => act(may, tellBirth, { programme: theirs.programme, bornOn: today })) },
    moveContact: { programme: withPower('programme:keep', (may) => act(may, moveContact, { programme: theirs.programme, number: 1, on: soon })) },
    recordContact: { programme: async () => act(must(await world.viewer('sam'), 'programme:run'), recordContact, { programme: theirs.programme, number: 1, held: true }) },
    tellChange: { 'who sees': withPower('change:tell', (may) => act(may, tellChange, { kind: 'other', words: 'w', lang: 'en', whoSees: { members: [theirs.member], lead: true }, delicate: [] })) },
    answerChange: { change: async () => act(must(await world.viewer('sam'), 'review:hold'), answerChange, { change: theirs.change, words: 'w', lang: 'en' }) },
    sayView: {
      about: withPower('plan:strengths', (may) => act(may, sayView, { about: theirs.member, better: 'w', hard: null, change: null, score: 1, face: null, lang: 'en', whoSees: 'everybody', delicate: [] })),
      'who sees': withPower('plan:strengths', (may) => act(may, sayView, { about: world.members.marta, better: 'w', hard: null, change: null, score: 1, face: null, lang: 'en', whoSees: { members: [theirs.member], lead: true }, delicate: [] })),
    },
    // These name nothing but the family's own: level.test.
    changeLevel: {}, setProtection: {},
    answerAction: { action: withPower('plan:see', (may) => act(may, answerAction, { action: theirs.entry, answer: { how: 'accept' } })) },
    noLongerNeeded: { action: withPower('plan:actions', (may) => act(may, noLongerNeeded, { action: theirs.entry, words: 'w', lang: 'en' })) },
    sendActionLink: { action: withPower('plan:actions', (may) => act(may, sendActionLink, { action: theirs.entry, to: { channel: 'email', address: 'a@b.example' }, lang: 'en', namesFamily: false })) },
    endActionLink: { action: withPower('plan:actions', (may) => act(may, endActionLink, { action: theirs.entry })) },
    tickAction: {
      action: withPower('plan:see', (may) => act(may, tickAction, { action: theirs.entry, done: true })),
      strength: withPower('plan:see', (may) => act(may, tickAction, { action: theirs.strength, done: true })),
    },
  }

  test('change nothing, by whichever command', async () => {
    const before = await everything(db)
    const viewer = await world.viewer('marta')
    for (const [command, ways] of Object.entries(tries)) {
      for (const [way, attempt] of Object.entries(ways)) {
        expect(await attempt(viewer), `${command} by ${way}`).toMatchObject({ ok: false, why: expect.stringMatching(/^(not-there|somebody-is-not-here)$/) })
        expect(await everything(db), `${command} by ${way}`).toEqual(before)
      }
    }
  })

  test('are answered as ids of nobody are', async () => {
    const viewer = await world.viewer('marta')
    const real = await answersOf(viewer)
    const { goal, step, entry, strength, member, network } = { goal: newId<GoalId>(), step: newId<StepId>(), entry: newId<EntryId>(), strength: newId<EntryId>(), member: newId<MemberId>(), network: newId<MemberId>() }
    theirs = { ...theirs, goal, step, entry, strength, member, network, helper: newId(), decision: newId(), conversation: newId(), note: newId(), need: newId(), review: newId(), viewAbout: newId(), kindWord: newId(), iCan: newId() }
    expect(await answersOf(viewer)).toEqual(real)
  })

  async function answersOf(viewer: Viewer) {
    const answers: Record<string, unknown> = {}
    for (const [command, ways] of Object.entries(tries)) for (const [way, attempt] of Object.entries(ways)) answers[`${command} by ${way}`] = await attempt(viewer)
    return answers
  }

  test('make no circle, no subject and no share', async () => {
    const before = await everything(db)
    const viewer = await world.viewer('marta')
    const acting = <T>(work: (acting: Parameters<typeof circleFor>[0]) => Promise<T>) => inTransaction(db, (trx) => work({ ...viewer, db: trx }))
    expect(await acting((marta) => circleFor(marta, { members: [theirs.member], lead: false }))).toEqual({ ok: false, why: 'somebody-is-not-here' })
    expect(await acting((marta) => isInside(marta, theirs.circle, { id: theirs.member, seat: 'parent' }))).toBe(false)
    expect(await acting((marta) => setAbout(marta, world.goal, [theirs.member]))).toBe(false)
    expect(await acting((marta) => shareByName(marta, world.goal, [theirs.network]))).toBe(false)
    expect(await everything(db)).toEqual(before)
  })

  test('every command and read of these rooms is tried above', () => {
    const rooms = ['goals', 'messages', 'plan', 'programmes', 'sharing']
    expect(exportedIn(rooms, 'acting', /^Acting</)).toEqual(Object.keys(tries).sort())
    expect(exportedIn(rooms, 'acting', /^(Pick<)?Inside</)).toEqual(['answerOfferBeside', 'attachFile', 'circleAnswered', 'circleFor', 'circleOfThese', 'circleWithMore', 'circleWithin', 'goalAgreed', 'insertStep', 'isInside', 'markDelicate', 'renewLink', 'sameCircle', 'setAbout', 'setBuildsOn', 'shareByName', 'throwFileAway', 'unmark'])
    expect(exportedIn(rooms, 'viewer', /Viewer|May</).filter((name) => !(name in reads) && !(name in readElsewhere))).toEqual([])
  })
})

describe('somebody', () => {
  test('who is in two families sees in each what is of that one', async () => {
    const id = newId<MemberId>()
    await db.insertInto('member').values({ family_id: world.otherFamily, id, person_id: world.people.marta, name: 'Marta', given_name: 'Marta', seat: 'parent', relation: null, born_on: null, from_on: today, until_on: null, made_at: worldBegins }).execute()
    const [home, other] = [await world.viewer('marta'), await world.viewer('marta', world.otherFamily)]
    expect(JSON.stringify(await reads.goalsOf!(home, theirs))).not.toContain(canary)
    expect(JSON.stringify(await reads.goalsOf!(other, theirs))).not.toContain('Mornings')
    expect(JSON.stringify(await reads.goalsOf!(other, theirs))).toContain(canary)
  })

  test('whose place has ended, or has not begun, is not in the family', async () => {
    for (const change of [{ until_on: plusDays(today, -1) }, { from_on: plusDays(today, 1) }]) {
      await db.updateTable('member').set({ from_on: today, until_on: null, ...change }).where('id', '=', world.members.piotr).execute()
      expect(await viewerFor(db, world.people.piotr, world.family, worldBegins)).toBeUndefined()
    }
  })

  test('whose place has ended can be given nothing more: no step, no promise, no share', async () => {
    const marta = await world.viewer('marta')
    await db.updateTable('member').set({ until_on: plusDays(today, -1) }).where('id', 'in', [world.members.piotr, world.members.kasia]).execute()
    const step = { goal: world.goal, words: 'w', lang: 'en', owner: world.members.piotr, dueOn: soon }
    expect(await act(must(marta, 'goals:add'), addStep, step)).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    const action = { words: 'w', lang: 'en', owner: world.members.piotr, ownerName: null, ownerAgency: null, dueOn: soon, goal: null, about: [] }
    expect(await act(must(marta, 'plan:actions'), addAction, action)).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
    const goal = { words: 'w', lang: 'en', category: 'school' as const, about: [], steps: [], whoSees: 'everybody' as const, shareWith: [world.members.kasia] }
    expect(await act(must(marta, 'goals:add'), addGoal, goal)).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
  })
})
