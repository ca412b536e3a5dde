/** The plan for when things get harder, one part after the other: read, put in order and taken out here; it goes on paper as it stands. */
import { json, type ActionFunctionArgs, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { may, must } from '#app/access/viewer.server.ts'
import { entryForm } from '#app/domain/plan/backup-form.ts'
import { backupParts } from '#app/domain/plan/backup-parts.ts'
import { dropBackup, moveBackup } from '#app/domain/plan/backup.server.ts'
import { backupRuns } from '#app/domain/plan/backup-run.server.ts'
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
import { OrRing } from '#app/ui/phone-link.tsx'
import type { PictureName } from '#app/ui/picture.tsx'
import { titled } from '#app/ui/titled.ts'
import { OneEntry } from './backup-read.tsx'
import { Pictured, PlanPage } from './plan-page.tsx'
import { readBackup } from './read-backup.server.ts'

export const handle = titled('backup:title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:see')
  const [{ entries, mayWrite, starts }, runs] = await Promise.all([readBackup(viewer), backupRuns(viewer)])
  const ids = mayWrite ? entries.map((one) => one.id) : []
  return json({
    family: viewer.family, mayWrite, runs, mayStart: mayWrite || starts, maySave: may(viewer, 'backup:start'), entries,
    once: { drop: newFormIds(ids), move: newFormIds(ids) }, done: doneIn(request, ['kept', 'dropped', 'moved', 'changed']),
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
  const { family, mayWrite, mayStart, maySave, runs, entries, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm()
  const here = `/families/${family}/plan/if-things-get-harder`
  const shown = backupParts.map((part) => ({ part, some: entries.filter((one) => one.part === part) })).filter(({ some }) => mayWrite || some.length > 0)
  return (
    <PlanPage
      title={t('backup:title')} lead={t(mayWrite ? 'backup:lead' : 'backup:leadRead')} family={family} picture="shelter" errors={form.errors} back={{ to: `/families/${family}/plan`, text: t('plan:title') }} done={done ? t(`backup:done.${done}`) : undefined}
      short={<><Runs here={here} runs={runs} mayStart={mayStart && entries.length > 0} />{entries.length === 0 ? <p>{t('backup:none')}</p> : shown.filter(({ some }) => some.length > 0).map(({ part, some }) => (
        <Pictured key={part} picture={pictures[part]} title={t(`backup:part.${part}`)}>{some.map((one, at) => <OneEntry key={one.id} one={one} nth={at + 1} />)}</Pictured>
      ))}</>}
    >
      <Runs here={here} runs={runs} mayStart={mayStart && entries.length > 0} />
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
                        {one.mayChange ? <a className="b quiet" href={`${here}/change/${one.id}`}>{t('backup:change')}<span className="vh">: {one.part === 'call' ? <bdi>{one.name}</bdi> : <Said lang={one.lang}>{one.words}</Said>}</span></a> : null}
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
        {entries.length > 0 ? (
          <nav aria-label={t('backup:paper')}>
            <Card title={t('backup:paper')}>
              <p><a href={`${here}/card`}>{t('backup:card.link')}</a></p>
              {maySave ? <p><a href={`${here}/save`}>{t('backup:saving.link')}</a></p> : null}
              <p className="soft">{t('backup:howToPrint')}</p>
            </Card>
          </nav>
        ) : null}
      </div>
      <OrRing />
    </PlanPage>
  )
}

/** Whether it runs, the way to start it, and when it was last tried. */
function Runs({ here, runs, mayStart }: { here: string; runs: Data['runs']; mayStart: boolean }): ReactNode {
  const { t, format } = useWords()
  const running = runs.filter((run) => run.endedAt === null)
  const drill = runs.find((run) => run.drill)
  const last = runs.find((run) => run.endedAt !== null && !run.drill)
  if (!mayStart && runs.length === 0) return null
  return (
    <div className="off-paper">
      {running.map((run) => <Card key={run.id} title={t('backup:home.title')} tone="next"><p>{t('backup:runsSince', { when: format.when(run.startedAt) })}</p><ButtonLink to={`${here}/runs/${run.id}`}>{t('backup:home.go')}</ButtonLink></Card>)}
      {!mayStart && !last && !drill ? null : (
        <Card title={mayStart && running.length === 0 ? t('backup:start.now') : undefined}>
          {mayStart && running.length === 0 ? <p><ButtonLink to={`${here}/begin`}>{t('backup:start.link')}</ButtonLink></p> : null}
          {last ? <p className="soft"><a href={`${here}/runs/${last.id}`}>{t('backup:lastRun', { day: format.dayWithYear(last.startedAt) })}</a></p> : null}
          {drill ? <p className="soft"><a href={`${here}/runs/${drill.id}`}>{t('backup:lastDrill', { day: format.dayWithYear(drill.startedAt) })}</a></p> : mayStart ? <p className="soft">{t('backup:noDrill')}</p> : null}
        </Card>
      )}
    </div>
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
