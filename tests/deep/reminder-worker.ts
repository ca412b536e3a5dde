/** A worker of its own, for the test that kills it: sends what is due through a gateway for texts. Arguments: the database's address, the gateway's. */
import { remindersAskAgain } from '#app/domain/appointments/reminders.server.ts'
import { senderOf } from '#app/events/outbox.server.ts'
import { startWorker } from '#app/events/worker.server.ts'
import { connect } from '#db/connect.ts'

const [, , url = '', gateway = ''] = process.argv
startWorker(connect(url), senderOf({ mail: undefined, text: { url: gateway, key: 'k' }, origin: 'http://localhost:3000' }), () => {}, remindersAskAgain)
