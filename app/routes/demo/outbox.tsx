import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { database } from '#db/connect.ts'
import { notYours } from '#app/access/not-yours.ts'
import { outboxList } from '#app/events/outbox-list.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { titled } from '#app/ui/titled.ts'
import { config } from '#app/values/config.ts'

export const handle = titled('demo:outbox.title')

export async function loader({ request }: LoaderFunctionArgs) {
  if (!config().demo) throw notYours()
  const page = Number(new URL(request.url).searchParams.get('page') ?? 1)
  return json(await outboxList(database(), Number.isSafeInteger(page) ? page : 1))
}

/** A link in a message, so that it can be followed from here. */
function Body({ text }: { text: string }) {
  return (
    <>
      {text.split(/(https?:\/\/\S+)/).map((part, at) => (/^https?:/.test(part) ? <a key={at} href={part}>{part}</a> : part))}
    </>
  )
}

export default function DemoOutbox() {
  const { t, format } = useWords()
  const { messages, page, pages } = useLoaderData<typeof loader>()
  return (
    <Page title={t('demo:outbox.title')} lead={t('demo:outbox.lead')} back={{ to: '/demo', text: t('demo:people.title') }}>
      {messages.length === 0 ? <Card><Empty>{t('demo:outbox.empty')}</Empty></Card> : null}
      {messages.map((message) => (
        <Card key={message.id} title={<Said lang={message.lang}>{message.subject}</Said>}>
          <p className="soft">
            {message.channel === 'email' ? t('demo:outbox.email', { to: message.address }) : t('demo:outbox.text', { to: message.address })}
            {message.not_before > message.made_at ? <> {t('demo:outbox.waits', { when: format.when(message.not_before) })}</> : null}
          </p>
          <p><Said lang={message.lang}><Body text={message.body} /></Said></p>
        </Card>
      ))}
      <Pagination page={page} pages={pages} to={(n) => `/demo/outbox?page=${n}`} />
    </Page>
  )
}
