import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { may, must } from '#app/access/viewer.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { notesOf } from '#app/domain/messages/notes.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { doneIn } from '#app/http/done.ts'
import { pageIn } from '#app/http/page-in.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { titled } from '#app/ui/titled.ts'

export const handle = titled('messages:notes.title')

/** Letters of a note that stand in the list. */
const beginning = 80

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'notes:see')
  const [{ notes, page, pages }, members] = await Promise.all([notesOf(viewer, pageIn(request)), membersOf(viewer)])
  return json({
    family: viewer.family, keeps: may(viewer, 'notes:keep'), page, pages, done: doneIn(request, ['gone']),
    notes: notes.map(({ id, words, lang, by, madeAt, changedAt }) => {
      const letters = [...words.replaceAll(/\s+/g, ' ')]
      return { id, lang, words: letters.length > beginning ? `${letters.slice(0, beginning).join('')}…` : letters.join(''), at: changedAt ?? madeAt, by: by === viewer.member ? null : (members.find((one) => one.id === by)?.name ?? null) }
    }),
  })
}

export default function Notes() {
  const { t, format } = useWords()
  const { family, keeps, notes, page, pages, done } = useLoaderData<typeof loader>()
  const write = keeps ? <ButtonLink to={`/families/${family}/notes/new`}>{t('messages:notes.write')}</ButtonLink> : null
  return (
    <Page title={t('messages:notes.title')} lead={t(keeps ? 'messages:notes.lead' : 'messages:notes.leadShown')} family={{ id: family, current: 'people' }} done={done ? t('messages:notes.done.gone') : null} back={{ to: `/families/${family}/messages`, text: t('messages:title') }}>
      <Card>
        {notes.length === 0 ? <Empty action={write}>{t(keeps ? 'messages:notes.none' : 'messages:notes.noneShown')}</Empty> : (
          <Rows>
            {notes.map((one) => (
              <div key={one.id}>
                <p><a href={`/families/${family}/notes/${one.id}`}><Said lang={one.lang}>{one.words}</Said></a></p>
                <p className="soft">{one.by === null ? format.when(one.at) : t('messages:notes.by', { name: one.by, when: format.when(one.at) })}</p>
              </div>
            ))}
          </Rows>
        )}
        <Pagination page={page} pages={pages} to={(to) => `/families/${family}/notes?page=${to}`} />
        {notes.length > 0 ? write : null}
      </Card>
    </Page>
  )
}
