/** The plan for when things get harder, one part after the other: read, put in order and taken out here; it goes on paper as it stands. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { must } from '#app/access/viewer.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { entryForm } from '#app/domain/plan/backup-form.ts'
import { backupParts, toKnow } from '#app/domain/plan/backup-parts.ts'
import { backupOf, dropBackup, moveBackup } from '#app/domain/plan/backup.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { OrRing, PhoneLink } from '#app/ui/phone-link.tsx'
import type { PictureName } from '#app/ui/picture.tsx'
import { titled } from '#app/ui/titled.ts'
import { Pictured, PlanPage } from './plan-page.tsx'

export const handle = titled('backup:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:see')
  const [{ entries, mayWrite }, members] = await Promise.all([backupOf(viewer), membersOf(viewer)])
  const names = new Map(members.map((one) => [one.id, one.name]))
  const ids = mayWrite ? entries.map((one) => one.id) : []
  return json({
    family: viewer.family, mayWrite, entries: entries.map(({ owner, child, name, ...one }) => ({ ...one, name: owner ? names.get(owner) ?? null : name, child: child ? names.get(child) ?? null : null })),
    once: { drop: newFormIds(ids), move: newFormIds(ids) }, done: doneIn(request, ['kept', 'dropped', 'moved']),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'backup:write')
  const post = await posted(request)
  const read = readPosted(post, entryForm)
  if (!read.ok) return json({ form: { values: {}, errors: { '': { key: 'errors:formGone' } } } as FormState }, 400)
  const moves = post.intent === 'move'
  const answer = await act(viewer, moves ? moveBackup : dropBackup, { id: read.data.entry }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan/if-things-get-harder`, moves ? 'moved' : 'dropped') : json({ form: refusedForm(read.form, answer) }, 409)
}

type Data = SerializeFrom<typeof loader>
type Entry = Data['entries'][number]

const pictures: Readonly<Record<(typeof backupParts)[number], PictureName>> = { sign: 'cloud', start: 'steps', starter: 'hill', care: 'together', call: 'speech' }

export default function Backup() {
  const { t } = useWords()
  const { family, mayWrite, entries, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const here = `/families/${family}/plan/if-things-get-harder`
  const shown = backupParts.map((part) => ({ part, some: entries.filter((one) => one.part === part) })).filter(({ some }) => mayWrite || some.length > 0)
  return (
    <PlanPage
      title={t('backup:title')} lead={t(mayWrite ? 'backup:lead' : 'backup:leadRead')} family={family} picture="shelter" errors={form.errors} back={{ to: `/families/${family}/plan`, text: t('plan:title') }} done={done ? t(`backup:done.${done}`) : undefined}
      short={entries.length === 0 ? <p>{t('backup:none')}</p> : shown.filter(({ some }) => some.length > 0).map(({ part, some }) => (
        <Pictured key={part} picture={pictures[part]} title={t(`backup:part.${part}`)}>{some.map((one, at) => <OneEntry key={one.id} one={one} nth={at + 1} />)}</Pictured>
      ))}
    >
      <div className="sheet a4 ordinary">
        {shown.length === 0 ? <Empty>{t('backup:none')}</Empty> : null}
        {shown.map(({ part, some }) => (
          <Card key={part} title={t(`backup:part.${part}`)}>
            {some.length === 0 ? <Empty>{t(`backup:empty.${part}`)}</Empty> : (
              <Rows>
                {some.map((one, at) => (
                  <div key={one.id}>
                    <OneEntry one={one} nth={at + 1} />
                    {mayWrite ? (
                      <div className="acts">
                        {at > 0 && part === 'call' ? <EntryButton one={one} once={once.move[one.id]} intent="move" /> : null}
                        <EntryButton one={one} once={once.drop[one.id]} intent="drop" />
                      </div>
                    ) : null}
                  </div>
                ))}
              </Rows>
            )}
            {mayWrite ? <p><ButtonLink kind="quiet" to={`${here}/${part}`}>{t(`backup:add.${part}`)}</ButtonLink></p> : null}
          </Card>
        ))}
        {entries.length > 0 ? <nav aria-label={t('backup:paper')}><p className="soft">{t('backup:howToPrint')}</p></nav> : null}
      </div>
      <OrRing />
    </PlanPage>
  )
}

function OneEntry({ one, nth }: { one: Entry; nth: number }): ReactNode {
  const { t } = useWords()
  const known = toKnow.filter((what) => one[what] !== null)
  if (one.part === 'starter') return <p><bdi>{one.name ?? t('plan:somebodyElse')}</bdi></p>
  if (one.part === 'call') {
    return (
      <>
        <p><strong>{nth}. <bdi>{one.name ?? t('plan:somebodyElse')}</bdi></strong> <PhoneLink number={one.phone!} /></p>
        {one.words ? <Said as="p" className="lines" lang={one.lang}>{one.words}</Said> : null}
      </>
    )
  }
  return (
    <>
      {one.part === 'care' ? <p><strong>{t('backup:stepsInFor', { name: one.name ?? t('plan:somebodyElse'), child: one.child ?? t('plan:somebodyElse') })}</strong></p> : null}
      <Said as="p" className="lines" lang={one.lang}>{one.words}</Said>
      {known.map((what) => <p key={what}><span className="soft">{t(`backup:know.${what}`)}</span><br /><Said className="lines" lang={one.lang}>{one[what]}</Said></p>)}
    </>
  )
}

/** Takes an entry out, or puts it before the one above; read aloud, it says which. */
function EntryButton({ one, once, intent }: { one: Entry; once: string | undefined; intent: 'drop' | 'move' }): ReactNode {
  const { t } = useWords()
  return (
    <Form once={once}>
      <input type="hidden" name="entry" value={one.id} />
      <Button kind="quiet" intent={intent}>{t(`backup:${intent}`)}<span className="vh">: {one.part === 'starter' || one.part === 'call' ? <bdi>{one.name}</bdi> : <Said lang={one.lang}>{one.words}</Said>}</span></Button>
    </Form>
  )
}
