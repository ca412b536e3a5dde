import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { changeNote, note as noteOf, throwNoteAway, type Note } from '#app/domain/messages/notes.server.ts'
import { whoSees } from '#app/domain/sharing/circles.server.ts'
import { leadValue } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type NoteId } from '#app/values/ids.ts'
import { NoteFields, noteForm, readersOfNotes } from './note-fields.tsx'

// Not what it says: a title stands in the list of open pages for whoever looks over a shoulder.
export const handle = titled('messages:notes.one')

/** Nothing is asked: the button says it all. */
const throwForm = z.object({})

async function theOne(viewer: May<'notes:see'>, id: string | undefined): Promise<Note> {
  const found = isId(id) ? await noteOf(viewer, id as NoteId) : undefined
  if (!found) throw notYours()
  return found
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'notes:see')
  const found = await theOne(viewer, params.id)
  const [members, seen] = [await membersOf(viewer), await whoSees(viewer, found.circle)]
  const mine = found.by === viewer.member && may(viewer, 'notes:keep')
  const { members: named, lead } = seen === 'everybody' ? { members: [], lead: false } : seen
  const leads = members.find((one) => one.current && one.seat === 'lead')
  return json({
    family: viewer.family, id: found.id, words: found.words, lang: found.lang, at: found.changedAt ?? found.madeAt, mine,
    by: members.find((one) => one.id === found.by)?.name ?? null, people: mine ? readersOfNotes(members, viewer.member) : [],
    seen: mine ? [...members.filter((one) => one.current && one.id !== viewer.member && named.includes(one.id)).map((one) => one.name), ...(lead && leads ? [leads.name] : [])] : [],
    ticked: mine ? [...named.filter((one) => one !== viewer.member), ...(lead ? [leadValue] : [])] : [], once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['kept', 'changed']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'notes:see')
  const { id } = await theOne(viewer, params.id)
  const keeper = must(viewer, 'notes:keep')
  const post = await posted(request)
  if (post.intent === 'throw') {
    const read = readPosted(post, throwForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(keeper, throwNoteAway, { note: id }, read.once)
    if (!answer.ok && answer.why === 'not-there') throw notYours()
    return answer.ok ? doneAt(`/families/${viewer.family}/notes`, 'gone') : json({ form: refusedForm(newForm(), answer) }, 409)
  }
  const read = readPosted(post, noteForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(keeper, changeNote, { note: id, words: read.data.words, lang: await langOf(request), shownTo: read.data['seen-by'] }, read.once)
  if (!answer.ok && answer.why === 'not-there') throw notYours()
  return answer.ok ? doneAt(`/families/${viewer.family}/notes/${id}`, 'changed') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function OneNote() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, mine, once } = data
  const sent = useActionData<typeof action>()?.form ?? data.kept
  const form = sent ?? newForm({ words: data.words, 'seen-by': data.ticked })
  return (
    <Page title={t('messages:notes.one')} family={{ id: family, current: 'people' }} errors={form.errors} done={data.done ? t(`messages:notes.done.${data.done}`) : null} back={{ to: `/families/${family}/notes`, text: t('messages:notes.title') }}>
      <Card>
        <Said as="p" className="lines" lang={data.lang}>{data.words}</Said>
        <p className="soft">{mine ? format.when(data.at) : t('messages:notes.by', { name: data.by ?? '', when: format.when(data.at) })}</p>
        {mine ? <p>{data.seen.length > 0 ? t('messages:notes.seen', { names: format.list(data.seen) }) : t('messages:notes.seenNobody')}</p> : null}
      </Card>
      {mine ? (
        <Details summary={t('messages:notes.change')} open={sent !== undefined}>
          <Form once={once}>
            {data.seen.length > 0 ? <p>{t('messages:notes.seenBefore', { names: format.list(data.seen) })}</p> : null}
            <NoteFields form={form} people={data.people} lang={data.lang} />
            <Actions><Button intent="change">{t('messages:notes.save')}</Button></Actions>
          </Form>
        </Details>
      ) : null}
      {mine ? (
        <Details summary={t('messages:notes.throw.summary')}>
          <p>{t('messages:notes.throw.text')}</p>
          <Form once={once}><Button intent="throw" kind="warning">{t('messages:notes.throw.go')}</Button></Form>
        </Details>
      ) : null}
    </Page>
  )
}
