import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { may, must } from '#app/access/viewer.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { conversationsOf } from '#app/domain/messages/conversations.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { doneIn } from '#app/http/done.ts'
import { pageIn } from '#app/http/page-in.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('messages:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'messages:see')
  const [{ conversations, page, pages }, members] = await Promise.all([conversationsOf(viewer, pageIn(request)), membersOf(viewer)])
  return json({
    family: viewer.family, page, pages, done: doneIn(request, ['left']), keeps: may(viewer, 'notes:keep'), begins: may(viewer, 'household:see'),
    conversations: conversations.map(({ lastBy, ...one }) => ({ ...one, mine: lastBy === viewer.member, by: members.find(({ id }) => id === lastBy)?.givenName ?? null })),
  })
}

export default function Messages() {
  const { t, format } = useWords()
  const { family, conversations, page, pages, done, keeps, begins } = useLoaderData<typeof loader>()
  const write = begins ? <ButtonLink to={`/families/${family}/messages/new`}>{t('messages:write')}</ButtonLink> : null
  return (
    <Page title={t('messages:title')} family={{ id: family, current: 'people' }} lead={t('messages:lead')} done={done ? t('messages:done.left') : null} back={{ to: `/families/${family}/people`, text: t('people:title') }}>
      <Card>
        {conversations.length === 0 ? <Empty action={write}>{t('messages:none')}</Empty> : (
          <Rows>
            {conversations.map((one) => (
              <div key={one.id}>
                <p><a href={`/families/${family}/messages/${one.id}`}><Said lang={one.lang}>{one.topic}</Said></a> {one.unread ? <Tag tone="sun">{t('messages:new')}</Tag> : null}</p>
                {one.with.length > 0 ? <p>{t('messages:with', { names: format.list(one.with) })}</p> : null}
                <p className="soft">{one.mine ? t('messages:lastMine', { when: format.when(one.lastAt) }) : one.by ? t('messages:lastBy', { name: one.by, when: format.when(one.lastAt) }) : format.when(one.lastAt)}</p>
              </div>
            ))}
          </Rows>
        )}
        <Pagination page={page} pages={pages} to={(to) => `/families/${family}/messages?page=${to}`} />
        {conversations.length > 0 ? write : null}
      </Card>
      {keeps ? (
        <Card title={t('messages:notes.title')}>
          <p>{t('messages:notes.lead')}</p>
          <p><a href={`/families/${family}/notes`}>{t('messages:notes.link')}</a></p>
        </Card>
      ) : null}
      <OrRing />
    </Page>
  )
}
