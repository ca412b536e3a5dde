/**
 * E-mail and texts by GOV.UK Notify, through its own client. The service has one template for each, whose whole text is one variable. A
 * message's id is its reference, so that Notify can be asked whether it has a message of whose end we do not know.
 */
import type { Config } from '#app/values/config.ts'
import type { Message, SendEnd } from './outbox.server.ts'

/** Milliseconds that Notify may be silent; together far less than a worker is given. */
const patience = 20_000

type Settings = NonNullable<Config['notify']>
type Rest = (options: object) => Promise<unknown>

async function clientOf({ url, key }: Settings) {
  // Not before there is something to send: a process that only serves pages does without it.
  const { NotifyClient } = await import('notifications-node-client')
  const client = url === undefined ? new NotifyClient(key) : new NotifyClient(url, key)
  // The client waits for ever by itself.
  const rest = (client as unknown as { apiClient: { restClient: Rest } }).apiClient.restClient
  client.setClient(((options: object) => rest({ ...options, timeout: patience })) as never)
  return client
}

/** Whether Notify sends messages of a channel for us. */
export function notifySends(settings: Settings | undefined, channel: Message['channel']): settings is Settings {
  return (channel === 'email' ? settings?.emailTemplate : settings?.textTemplate) !== undefined
}

/** Sends one message. Where the line broke in the middle, Notify is asked by its reference before anything else is said. */
export async function sendByNotify(settings: Settings, message: Message): Promise<SendEnd> {
  const client = await clientOf(settings)
  try {
    if (message.channel === 'email') await client.sendEmail(settings.emailTemplate!, message.address, { personalisation: { subject: message.subject, body: message.body }, reference: message.id })
    else await client.sendSms(settings.textTemplate!, message.address, { personalisation: { body: message.body }, reference: message.id })
    return 'sent'
  } catch (error) {
    const { response, code } = error as { response?: { status: number }; code?: string }
    if (response?.status === 400) return 'refused'
    // A wrong key or too many at once is no fault of the message.
    if (response && response.status < 500) return 'again'
    if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') return 'again'
    const has = await notifyHas(settings, message)
    return has === undefined ? 'unknown' : has ? 'sent' : 'again'
  }
}

/** Whether Notify has a message with this id as its reference; undefined when it does not say. It remembers for seven days. */
export async function notifyHas(settings: Settings, { id, channel }: Pick<Message, 'id' | 'channel'>): Promise<boolean | undefined> {
  try {
    const client = await clientOf(settings)
    const { data } = await client.getNotifications(channel === 'email' ? 'email' : 'sms', undefined, id) as { data: { notifications?: readonly { reference: string | null }[] } }
    return data.notifications?.some(({ reference }) => reference === id)
  } catch {
    return undefined
  }
}
