/** What the house does by itself, out of every room, for whichever process has a worker: named once, so that no process forgets a room. */
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { remindersAskAgain } from '#app/domain/appointments/reminders.server.ts'
import { watchMoney } from '#app/domain/budget/watch.server.ts'
import { passOnLostRequests } from '#app/domain/help/requests.server.ts'
import { watchCoordinators } from '#app/domain/meetings/coordinator-gone.server.ts'
import { tellOfLateAnswers } from '#app/domain/meetings/late-answers.server.ts'
import { watchInformation } from '#app/domain/meetings/late-information.server.ts'
import { meetingRemindersAskAgain } from '#app/domain/meetings/meeting-reminders.server.ts'
import { endRooms } from '#app/domain/meetings/room-end.server.ts'
import { seeToProgrammes } from '#app/domain/programmes/proposing.server.ts'
import type { AsksAgain } from '#app/events/outbox.server.ts'

/** What each message is asked once more as it goes out. */
export const asksAgain: AsksAgain = async (db, message, at) => (await remindersAskAgain(db, message, at)) ?? meetingRemindersAskAgain(db, message, at)

/** What the rooms after the plan look after, beside the watch over promises. */
export async function watchRooms(db: Kysely<Schema>): Promise<void> {
  await watchMoney(db)
  await passOnLostRequests(db)
  await seeToProgrammes(db)
  await watchCoordinators(db)
  await tellOfLateAnswers(db)
  await watchInformation(db)
  await endRooms(db)
}
