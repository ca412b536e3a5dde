/**
 * Sends what waits in the outbox. Rows are claimed in a short transaction, sent outside of it with a stable Message-ID,
 * and marked. A send whose end nobody knows is marked so and shown on the desk; it is not sent again by itself.
 */
import { Readable } from 'node:stream'
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from '#db/schema.ts'
import { dialectOf } from '#db/connect.ts'
import { inTransaction } from '#db/transaction.ts'
import { now, plusMinutes, type Instant } from '#app/values/instant.ts'
import type { Config } from '#app/values/config.ts'
import { nameOfNotice, withLink } from './notice-links.server.ts'
import { notifyHas, notifySends, sendByNotify } from './notify.server.ts'
import { hoursKept, isQuiet, quietText, readerNow, safeMoment } from './notices.server.ts'

/** How one send ended. `again`: it certainly did not go out. `refused`: nor will it. `unknown`: the line broke in the middle. */
export type SendEnd = 'sent' | 'again' | 'refused' | 'unknown'

export interface Message { readonly id: string; readonly channel: 'email' | 'text'; readonly address: string; readonly subject: string; readonly body: string; /** The name it comes from, if the reader chose one. */ readonly sender?: string | null; /** The language it is written in. */ readonly lang?: string }
/** Sends one message. `wentOut` asks whoever sent it, where that can be asked: true, false, or undefined when they do not say. */
export type Sender = ((message: Message) => Promise<SendEnd>) & { readonly wentOut?: (message: Pick<Message, 'id' | 'channel'>) => Promise<boolean | undefined> }

/**
 * What a message is asked once more in the transaction in which it goes out, by its id: nothing, if it is not of this kind;
 * whether it is still to be sent, and if not now, until when it waits; and else how it goes and what it says.
 */
export type AsksAgain = (db: Transaction<Schema>, message: string, at: Instant) => Promise<
  undefined | 'drop' | { readonly waitsUntil: Instant } | { readonly channel: 'email' | 'text'; readonly address: string; readonly lang: string; readonly subject: string; readonly body: string; readonly sender: string | null }
>

/** Milliseconds for which a worker waits for a database that others write to. */
const patientMs = 60_000
/** Rows claimed at once. */
const atOnce = 50
/** After this many minutes a row that is claimed or being sent belongs to a process that died. */
const deadAfterMinutes = 10
/** A worker gives back what it has not begun after this many minutes: well before it is taken for dead. */
const givesBackAfterMinutes = 5
/** Minutes until somebody is asked whether a message went out of whose end nobody knew, and between two such questions. */
const asksAfterMinutes = 5
/** So many are asked for in one turn; and none that is older than so many days, of which nobody remembers. */
const askedAtOnce = 10
const rememberedDays = 7
/** Tries before a message is given up and shown on the desk. */
const mostTries = 8

/**
 * Sends what is due; returns how many rows it claimed. When `stopping` turns true, the message in hand is finished and
 * the rest given back.
 */
export async function sendDue(db: Kysely<Schema>, send: Sender, { clock = now, stopping = () => false, again }: { clock?: () => Instant; stopping?: () => boolean; again?: AsksAgain | undefined } = {}): Promise<number> {
  const at = clock()
  const claimed = await claim(db, at)
  if (send.wentOut) await settleUnknown(db, send.wentOut, at)
  for (const [done, id] of claimed.entries()) {
    if (stopping() || clock() > plusMinutes(at, givesBackAfterMinutes)) {
      await inTransaction(db, (trx) => trx.updateTable('outbox').set({ state: 'waiting', claimed_at: null })
        .where('id', 'in', claimed.slice(done)).where('state', '=', 'claimed').where('claimed_at', '=', at).execute(), { patience: patientMs })
      break
    }
    const row = await takeInHand(db, id, at, clock(), again)
    if (!row) continue
    const end = await send(row).catch((): SendEnd => 'unknown')
    const set =
      // What is asked for this minute opens something: a code, a link. It does not stay when it has gone out.
      end === 'sent' ? { state: 'sent' as const, sent_at: clock(), ...(row.at_once === 1 ? { body: '' } : {}) }
      : end === 'unknown' ? { state: 'unknown' as const }
      : end === 'refused' || row.tries >= mostTries ? { state: 'failed' as const }
      : { state: 'waiting' as const, not_before: plusMinutes(clock(), 2 ** row.tries) }
    // As patient as a worker may be: what has gone out and is not marked would stand there as unknown.
    await inTransaction(db, (trx) => trx.updateTable('outbox').set(set).where('id', '=', row.id).where('state', '=', 'sending').execute(), { patience: patientMs })
  }
  return claimed.length
}

/** Claims what is due, after settling what workers that died have left: claimed goes back, and of what was in hand nobody knows. */
async function claim(db: Kysely<Schema>, at: Instant): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    const dead = plusMinutes(at, -deadAfterMinutes)
    await trx.updateTable('outbox').set({ state: 'unknown' }).where('state', '=', 'sending').where('claimed_at', '<', dead).execute()
    await trx.updateTable('outbox').set({ state: 'waiting', claimed_at: null }).where('state', '=', 'claimed').where('claimed_at', '<', dead).execute()
    const due = await trx.selectFrom('outbox').select('id').where('state', '=', 'waiting').where('not_before', '<=', at).orderBy('not_before').orderBy('id').limit(atOnce)
      // Another worker's rows are passed over; SQLite has but one writer at a time.
      .$if(dialectOf(trx) === 'postgres', (query) => query.forUpdate().skipLocked()).execute()
    if (due.length === 0) return []
    const rows = await trx.updateTable('outbox').set({ state: 'claimed', claimed_at: at })
      .where('id', 'in', due.map((row) => row.id)).where('state', '=', 'waiting').returning('id').execute()
    return rows.map((row) => row.id)
  })
}

/** Asks what became of messages of whose end nobody knows: what went out is marked so, and what certainly did not is sent again. */
async function settleUnknown(db: Kysely<Schema>, wentOut: NonNullable<Sender['wentOut']>, at: Instant): Promise<void> {
  const rows = await db.selectFrom('outbox').select(['id', 'channel', 'claimed_at']).where('state', '=', 'unknown').where('claimed_at', '<', plusMinutes(at, -asksAfterMinutes)).where('made_at', '>', plusMinutes(at, -rememberedDays * 24 * 60))
    .orderBy('claimed_at').limit(askedAtOnce).execute()
  for (const row of rows) {
    const went = await wentOut(row)
    const set = went === undefined ? { claimed_at: at } : went ? { state: 'sent' as const, sent_at: at } : { state: 'waiting' as const, claimed_at: null, not_before: at }
    await inTransaction(db, (trx) => trx.updateTable('outbox').set(set).where('id', '=', row.id).where('state', '=', 'unknown').where('claimed_at', '=', row.claimed_at).execute())
  }
}

/**
 * Takes one claimed row in hand. Between the writing and the sending hours have passed, or days: whoever can no longer
 * be reached is told nothing, outside of their safe hours they are not disturbed, and what they changed since holds.
 */
async function takeInHand(db: Kysely<Schema>, id: string, claimedAt: Instant, at: Instant, again: AsksAgain | undefined) {
  return inTransaction(db, async (trx) => {
    const row = await trx.updateTable('outbox').set((eb) => ({ state: 'sending', claimed_at: at, tries: eb('tries', '+', 1) }))
      .where('id', '=', id).where('state', '=', 'claimed').where('claimed_at', '=', claimedAt)
      .returning(['id', 'to_person', 'at_once', 'channel', 'address', 'subject', 'body', 'tries', 'hours', 'sender']).executeTakeFirst()
    if (!row) return undefined
    const asked = row.at_once === 1 ? undefined : await again?.(trx, id, at)
    if (asked === 'drop') {
      await trx.deleteFrom('outbox').where('id', '=', id).execute()
      return undefined
    }
    if (asked) {
      const set = 'waitsUntil' in asked ? { state: 'waiting' as const, not_before: asked.waitsUntil, tries: row.tries - 1 } : (({ sender: _sender, ...said }) => said)(asked)
      await trx.updateTable('outbox').set(set).where('id', '=', id).execute()
      return 'waitsUntil' in asked ? undefined : { ...row, ...asked, body: withLink({ id, body: asked.body }) }
    }
    if (row.to_person === null) {
      const next = row.hours === null ? at : safeMoment(at, hoursKept(row.hours))
      if (next && next <= at) return row
      await trx.updateTable('outbox').set(next ? { state: 'waiting', not_before: next, tries: row.tries - 1 } : { state: 'failed' }).where('id', '=', id).execute()
      return undefined
    }
    const reader = await readerNow(trx, row.to_person, at)
    const now = !reader ? { state: 'failed' as const }
      // Asked for this minute: to the address it was asked for, at any hour.
      : row.at_once === 1 ? { address: row.address }
      : reader.notBefore > at ? { state: 'waiting' as const, not_before: reader.notBefore, tries: row.tries - 1 }
      : { channel: reader.channel, address: reader.address, lang: reader.lang, ...quietText(reader, await quietName(trx, id)) }
    await trx.updateTable('outbox').set(now).where('id', '=', id).execute()
    if ('state' in now) return undefined
    const message = { ...row, ...now, sender: reader?.sender ?? null }
    return { ...message, body: withLink(message) }
  }, { patience: patientMs })
}

/** What a waiting message is about; the most neutral where its link has ended meanwhile. */
async function quietName(trx: Transaction<Schema>, id: string) {
  const name = await nameOfNotice(trx, id)
  return isQuiet(name) ? name : 'somethingNew'
}

/** Milliseconds that a mail server may be silent; together far less than a worker is given. */
const patience = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** The sender that the configuration describes: GOV.UK Notify for what it has a template for; else SMTP for e-mail and a gateway for texts. */
export function senderOf(config: Pick<Config, 'mail' | 'text' | 'origin'> & { readonly notify?: Config['notify'] }): Sender {
  const { mail, notify } = config
  const host = new URL(config.origin).hostname
  const send = async (message: Message): Promise<SendEnd> => {
    if (notifySends(notify, message.channel)) return sendByNotify(notify, message)
    if (message.channel === 'email') return mail ? sendMail(mail, host, message) : 'refused'
    return config.text ? sendText(config.text, message) : 'refused'
  }
  return notify ? Object.assign(send, { wentOut: async (message: Pick<Message, 'id' | 'channel'>) => (notifySends(notify, message.channel) ? notifyHas(notify, message) : undefined) }) : send
}

async function sendMail(mail: { url: string; from: string }, host: string, message: Message): Promise<SendEnd> {
  // Not before there is mail to send: it takes 25 MB, which a process that only serves pages can do without.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url: mail.url, ...patience })
  let given = false
  transport.use('stream', ({ message: mime }, done) => {
    const text = mime.createReadStream.bind(mime)
    // Nothing is read of it before the server says that it takes the text: from then on it may have it.
    mime.createReadStream = () => Readable.from((async function* () {
      given = true
      yield* text()
    })())
    done()
  })
  try {
    await transport.sendMail({
      // As an object it is taken as it is, never read as a list of addresses.
      from: message.sender ? { name: message.sender, address: /<([^<>]+)>\s*$/.exec(mail.from)?.[1] ?? mail.from } : mail.from, to: { name: '', address: message.address }, subject: message.subject, text: message.body, messageId: `<${message.id}@${host}>`,
      // For programs that read aloud.
      headers: message.lang ? { 'Content-Language': message.lang } : {},
    })
    return 'sent'
  } catch (error) {
    const { responseCode, code, command } = error as { responseCode?: number; code?: string; command?: string }
    // What is refused at the greeting, the password or the sender is us, not this message: somebody will mend that.
    const aboutTheMessage = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM')
    if (responseCode !== undefined) return aboutTheMessage && responseCode >= 500 ? 'refused' : 'again'
    return given ? 'unknown' : 'again'
  }
}

async function sendText(gateway: { url: string; key: string }, message: Message): Promise<SendEnd> {
  let answer: Response
  try {
    answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${gateway.key}` },
      body: JSON.stringify({ reference: message.id, to: message.address, text: message.body, ...(message.sender ? { sender: message.sender } : {}) }),
      signal: AbortSignal.timeout(20_000),
    })
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code
    return cause === 'ECONNREFUSED' || cause === 'ENOTFOUND' ? 'again' : 'unknown'
  }
  if (answer.ok) return 'sent'
  // A wrong key is no fault of the message.
  return [401, 403, 429].includes(answer.status) || answer.status >= 500 ? 'again' : 'refused'
}
