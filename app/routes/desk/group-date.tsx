import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { callOffForm, cameForm } from '#app/domain/groups/group-form.ts'
import { callOff, groupLed } from '#app/domain/groups/groups.server.ts'
import { recordPlace, registerOf } from '#app/domain/groups/register.server.ts'
import { settleGroups } from '#app/domain/groups/waiting.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type GroupId } from '#app/values/ids.ts'
import { CallOff } from './call-off.tsx'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('groups:desk.register')

async function theOne(request: Request, params: LoaderFunctionArgs['params']) {
  const viewer = must(await atTheDesk(request), 'diary:keep')
  const group = isId(params.group) ? await groupLed(viewer, params.group as GroupId) : undefined
  const date = group?.dates.find((one) => one.id === params.date)
  if (!group || !date) throw notYours()
  return { viewer, group, date }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, group, date } = await theOne(request, params)
  const register = await registerOf(viewer, date.id)
  return json({
    places: deskPlaces(viewer), group: { id: group.id, name: group.name, lang: group.lang }, date, register, begun: date.startsAt <= viewer.now,
    once: newFormId(), onceOf: newFormIds(register.map((row) => row.place)), kept: await keptForm(request), done: doneIn(request, ['off', 'recorded']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, group, date } = await theOne(request, params)
  const here = `/desk/groups/${group.id}/${date.id}`
  const post = await posted(request)
  const wrong = (form: FormState, status: 400 | 409) => json({ form }, status)
  if (post.intent === 'off') {
    const read = readPosted(post, callOffForm)
    if (!read.ok) return wrong(read.form, 400)
    const answer = await act(viewer, callOff, { group: group.id, date: date.id, words: read.data.why, lang: await langOf(request) }, read.once)
    if (!answer.ok) return wrong(refusedForm(read.form, answer), 409)
    await settleGroups(viewer.db, viewer.now)
    return doneAt(here, 'off')
  }
  if (post.intent === 'came' || post.intent === 'not') {
    const read = readPosted(post, cameForm)
    if (!read.ok) return wrong({ values: post.values, errors: { '': { key: 'errors:formGone' } } }, 400)
    const answer = await recordPlace(viewer, { ...read.data, came: post.intent === 'came' }, read.once)
    return answer.ok ? doneAt(here, 'recorded') : wrong(refusedForm(read.form, { why: answer.why }), 409)
  }
  return wrong({ values: post.values, errors: { '': { key: 'errors:formGone' } } }, 400)
}

export default function GroupDate() {
  const { t, format } = useWords()
  const { places, group, date, register, begun, once, onceOf, kept, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <Page
      title={format.when(date.startsAt)} above={<Said lang={group.lang}>{group.name}</Said>} desk={{ current: 'diary', places }} back={{ to: `/desk/groups/${group.id}`, text: t('groups:desk.dates') }}
      errors={form.errors} done={done ? t(`groups:desk.done.${done}`) : undefined}
    >
      {date.off ? <Notice tone="sun">{date.off.words === null ? t('cover:group.offByHouse') : <>{t('groups:desk.off')}: <Said lang={date.off.lang}>{date.off.words}</Said></>}</Notice> : <p>{t('groups:desk.taken', { taken: date.taken, places: date.places })}{date.waiting > 0 ? <> {t('groups:desk.waiting', { count: date.waiting })}</> : null}</p>}
      <Card title={t('groups:desk.register')}>
        {register.length === 0 ? <Empty>{t('groups:desk.nobody')}</Empty> : (
          <Rows>
            {register.map((row) => {
              const who = format.list(row.who)
              const needs = row.needs.map((need) => (need === 'interpreter' && row.interpreterLang ? t('appointments:needs.interpreterIn', { language: format.language(row.interpreterLang) }) : t(`appointments:needs.${need}`)))
              return (
                <div key={row.place}>
                  <p>{row.helps ? <a href={`/families/${row.family}/appointments/${row.place}`}>{who}</a> : <strong>{who}</strong>}</p>
                  {needs.length > 0 ? <p className="soft">{format.list(needs)}</p> : null}
                  {row.note ? <Said as="p" className="lines" lang={row.note.lang}>{row.note.words}</Said> : null}
                  {row.state === 'seen' || row.state === 'not-seen' || row.state === 'cancelled' ? <p className="soft">{t(`groups:desk.${row.state === 'seen' ? 'didCame' : row.state === 'not-seen' ? 'didNot' : 'cancelled'}`)}</p> : null}
                  {begun && row.state !== 'cancelled' ? (
                    <Form once={onceOf[row.place]!}>
                      <input type="hidden" name="family" value={row.family} />
                      <input type="hidden" name="place" value={row.place} />
                      <Actions>
                        {row.state === 'seen' ? null : <Button kind={row.state === 'booked' ? 'main' : 'quiet'} intent="came">{t('groups:desk.came')}<span className="vh">{`: ${who}`}</span></Button>}
                        {row.state === 'not-seen' ? null : <Button kind="quiet" intent="not">{t('groups:desk.notCame')}<span className="vh">{`: ${who}`}</span></Button>}
                      </Actions>
                    </Form>
                  ) : null}
                </div>
              )
            })}
          </Rows>
        )}
        <p className="soft">{t('groups:desk.private')}</p>
      </Card>
      {begun || date.off ? null : <CallOff form={form} once={once} summary={t('groups:desk.callOff')} />}
    </Page>
  )
}
