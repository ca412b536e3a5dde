import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { callOffForm } from '#app/domain/groups/group-form.ts'
import { callOff, groupLed } from '#app/domain/groups/groups.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type GroupId } from '#app/values/ids.ts'
import { CallOff } from './call-off.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('groups:desk.title')

async function theOne(request: Request, id: string | undefined) {
  const viewer = must(await atTheDesk(request), 'diary:keep')
  const group = isId(id) ? await groupLed(viewer, id as GroupId) : undefined
  if (!group) throw notYours()
  return { viewer, group }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, group: { dates, rule: _rule, ...group } } = await theOne(request, params.group)
  const ahead = dates.filter((date) => date.endsAt > viewer.now)
  return json({
    places: deskPlaces(viewer), group, dates: [...ahead, ...dates.filter((date) => date.endsAt <= viewer.now).reverse()], mayCallOff: ahead.some((date) => date.off === null && date.startsAt > viewer.now),
    once: newFormId(), kept: await keptForm(request), done: doneIn(request, ['made', 'off']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, group } = await theOne(request, params.group)
  const read = await readForm(request, callOffForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, callOff, { group: group.id, date: null, words: read.data.why, lang: await langOf(request) }, read.once)
  if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
  await settleGroups(viewer.db, viewer.now)
  return doneAt(`/desk/groups/${group.id}`, 'off')
}

export default function OneGroup() {
  const { t, format } = useWords()
  const { places, group, dates, mayCallOff, once, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page
      title={<Said lang={group.lang}>{group.name}</Said>} desk={{ current: 'diary', places }} back={{ to: '/desk/diary', text: t('desk:diary.title') }} errors={form.errors} done={done ? t(`groups:desk.done.${done}`) : undefined}
    >
      <Said as="p" className="lines" lang={group.lang}>{group.purpose}</Said>
      <p className="soft">{t('groups:with', { names: format.list(group.leaders) })}<br /><bdi>{group.place}</bdi></p>
      <Card title={t('groups:desk.dates')}>
        <Rows>
          {dates.map((date) => (
            <div key={date.id}>
              <p><a href={`/desk/groups/${group.id}/${date.id}`}>{format.when(date.startsAt)}</a> {date.off ? <Tag tone="grey">{t('groups:desk.off')}</Tag> : null}</p>
              {date.off ? null : <p className="soft">{t('groups:desk.taken', { taken: date.taken, places: date.places })}{date.waiting > 0 ? <><br />{t('groups:desk.waiting', { count: date.waiting })}</> : null}</p>}
            </div>
          ))}
        </Rows>
      </Card>
      {mayCallOff ? <CallOff form={form} once={once} summary={t('groups:desk.callOffAll')} /> : null}
    </Page>
  )
}
