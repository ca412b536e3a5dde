/**
 * Sends what waits in the outbox. Rows are claimed in a short transaction, sent outside of it with a stable Message-ID,
 * and marked. A send whose end nobody knows is marked so and shown on the desk; it is not sent again by itself.
 */
import { createTransport, type Transporter } from 'nodemailer'
import type { Kysely } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { inTransaction } from '#db/transaction.ts'
import { now, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Config } from '#app/values/config.ts'

/** How one send ended. `again`: it certainly did not go out. `refused`: nor will it. `unknown`: the line broke in the middle. */
export type SendEnd = 'sent' | 'again' | 'refused' | 'unknown'

export interface Message { readonly id: string; readonly channel: 'email' | 'text'; readonly address: string; readonly subject: string; readonly body: string }
export type Sender = (message: Message) => Promise<SendEnd>

/** Rows taken at once. */
const atOnce = 50
/** After this many minutes a row still being sent belongs to a process that died in the middle. */
const deadAfterMinutes = 10
/** Tries before a message is given up and shown on the desk. */
const mostTries = 8

/** Sends what is due; returns how many rows it dealt with. `at` is passed so that tests need not wait. */
export async function sendDue(db: Kysely<Schema>, send: Sender, at: Instant = now()): Promise<number> {
  const claimed = await inTransaction(db, async (trx) => {
    await trx.updateTable('outbox').set({ state: 'unknown' }).where('state', '=', 'sending').where('claimed_at', '<', plusMinutes(at, -deadAfterMinutes)).execute()
    const due = await trx.selectFrom('outbox').select('id').where('state', '=', 'waiting').where('not_before', '<=', at).orderBy('not_before').limit(atOnce).execute()
    if (due.length === 0) return []
    // The state is asked again in the update: another worker may have claimed a row in between.
    return trx.updateTable('outbox').set((eb) => ({ state: 'sending', claimed_at: at, tries: eb('tries', '+', 1) }))
      .where('id', 'in', due.map((row) => row.id)).where('state', '=', 'waiting')
      .returning(['id', 'channel', 'address', 'subject', 'body', 'tries']).execute()
  })
  for (const row of claimed) {
    const end = await send(row).catch((): SendEnd => 'unknown')
    const set =
      end === 'sent' ? { state: 'sent' as const, sent_at: now() }
      : end === 'unknown' ? { state: 'unknown' as const }
      : end === 'refused' || row.tries >= mostTries ? { state: 'failed' as const }
      : { state: 'waiting' as const, not_before: plusMinutes(at, 2 ** row.tries) }
    await db.updateTable('outbox').set(set).where('id', '=', row.id).where('state', '=', 'sending').execute()
  }
  return claimed.length
}

/** The sender that the configuration describes: SMTP for e-mail, a gateway for texts. */
export function senderOf(config: Pick<Config, 'mail' | 'text' | 'origin'>): Sender {
  const mail = config.mail ? { transport: createTransport(config.mail.url), from: config.mail.from } : undefined
  const host = new URL(config.origin).hostname
  return async (message) => {
    if (message.channel === 'email') return mail ? sendMail(mail, host, message) : 'refused'
    return config.text ? sendText(config.text, message) : 'refused'
  }
}

async function sendMail(mail: { transport: Transporter; from: string }, host: string, message: Message): Promise<SendEnd> {
  try {
    await mail.transport.sendMail({ from: mail.from, to: message.address, subject: message.subject, text: message.body, messageId: `<${message.id}@${host}>` })
    return 'sent'
  } catch (error) {
    const { responseCode, code, command } = error as { responseCode?: number; code?: string; command?: string }
    if (responseCode !== undefined) return responseCode >= 500 ? 'refused' : 'again'
    // Without an answer: before the text was handed over it did not go out, afterwards nobody knows.
    return command === 'CONN' || code === 'EDNS' || code === 'EAUTH' || code === 'EENVELOPE' ? 'again' : 'unknown'
  }
}

async function sendText(gateway: { url: string; key: string }, message: Message): Promise<SendEnd> {
  let answer: Response
  try {
    answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${gateway.key}` },
      body: JSON.stringify({ reference: message.id, to: message.address, text: message.body }),
      signal: AbortSignal.timeout(20_000),
    })
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code
    return cause === 'ECONNREFUSED' || cause === 'ENOTFOUND' ? 'again' : 'unknown'
  }
  if (answer.ok) return 'sent'
  return answer.status === 429 || answer.status >= 500 ? 'again' : 'refused'
}
