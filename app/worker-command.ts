/** `npm run worker`: sends the outbox and does the nightly checks in a process of its own, beside web processes started with WORKER=off. */
import { keepDaysAhead } from '#app/domain/appointments/feast-days.server.ts'
import { wrongInTheBooks } from '#app/domain/budget/verify-ledger.server.ts'
import { startPlanning } from '#app/domain/appointments/reminders.server.ts'
import { startGroups } from '#app/domain/groups/waiting.server.ts'
import { planMeetingReminders } from '#app/domain/meetings/meeting-reminders.server.ts'
import { contactsMissing, ownersMissing, startWatch } from '#app/domain/plan/watch.server.ts'
import { startNightly } from '#app/events/nightly.server.ts'
import { senderOf } from '#app/events/outbox.server.ts'
import { startWorker } from '#app/events/worker.server.ts'
import { asksAgain, watchRooms } from '#app/house-work.server.ts'
import { config } from '#app/values/config.ts'
import { database } from '#db/connect.ts'

const complain = (error: unknown) => console.error(error)
const stopSending = startWorker(database(), senderOf(config()), complain, asksAgain)
const stopPlanning = startPlanning(database(), complain, planMeetingReminders)
const stopNightly = startNightly(database(), { dataDir: config().dataDir, keepDays: keepDaysAhead, checkBooks: wrongInTheBooks, checkOwners: ownersMissing, checkContacts: contactsMissing }, complain)
const stopWatch = startWatch(database(), complain, watchRooms)
const stopGroups = startGroups(database(), complain)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void Promise.all([stopSending(), stopNightly(), stopWatch(), stopGroups(), stopPlanning()]).then(() => database().destroy()))
}
