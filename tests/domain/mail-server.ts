/** A mail server of the tests, and what it was given, as a mail program reads it. */
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { onTestFinished } from 'vitest'
import { senderOf, type Sender } from '#app/events/outbox.server.ts'

/** One message of a mail server, as it arrived. */
export interface Arrived { to: string[]; subject: string | undefined; text: string | undefined; from: string | undefined; id: string; raw: string; headers: ReadonlyMap<string, string> }

export interface Mail { readonly arrived: Arrived[]; readonly url: string; readonly server: SMTPServer; readonly sockets: Set<Socket> }

/** A mail server on this machine that speaks real SMTP. */
export async function aMailServer(options: ConstructorParameters<typeof SMTPServer>[0] = {}): Promise<Mail> {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onData(stream: SMTPServerDataStream, session: SMTPServerSession, done: (error?: Error | null, message?: string) => void) {
      void read(stream).then(async (raw) => {
        const mail = await PostalMime.parse(raw)
        arrived.push({
          to: session.envelope.rcptTo.map(({ address }) => address), subject: mail.subject, text: mail.text?.trim(), from: mail.from?.address,
          id: mail.messageId ?? '', raw: raw.toString('utf8'), headers: new Map(mail.headers.map(({ key, value }) => [key, value])),
        })
        done(null, 'taken')
      })
    },
    ...options,
  })
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  onTestFinished(() => new Promise<void>((resolve) => {
    for (const socket of sockets) socket.destroy()
    server.close(() => resolve())
  }))
  return { arrived, server, sockets, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` }
}

export async function read(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

/** Sends by that server, as the product does. */
export const by = (mail: { url: string }): Sender => senderOf({ mail: { url: mail.url, from: 'Our Family Plan <plan@example.org>' }, text: undefined, origin: 'https://plan.example.org' })
