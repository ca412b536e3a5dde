import { json, type LoaderFunctionArgs, type SerializeFrom } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { membersOf, type Member } from '#app/domain/family/people.server.ts'
import { agreementOf } from '#app/domain/plan/agreeing.server.ts'
import { changesBetween, groups, type PlanPart } from '#app/domain/plan/versions.ts'
import { partsOf, standing, version } from '#app/domain/plan/versions.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { AnswersPictured, Voluntary, WhoSays } from './agreement-parts.tsx'
import { Pictured, PlanPage } from './plan-page.tsx'
import { namedAgreement } from './read-agreement.server.ts'

export const handle = titled('agreement:version.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:versions')
  const number = numberOf(params.n)
  const other = numberOf(new URL(request.url).searchParams.get('with'))
  const [found, compared] = await Promise.all([version(viewer, number), other === 0 || other === number ? null : version(viewer, other)])
  if (!found || compared === undefined) throw notYours()
  const [members, then, beside, agreement] = await Promise.all([membersOf(viewer), partsOf(viewer, number), compared ? partsOf(viewer, compared.number) : standing(viewer), agreementOf(viewer, number)])
  const [older, newer] = compared && compared.number < number ? [beside, then] : [then, beside]
  const named = (part: PlanPart | null) => part && { ...part, name: part.owner === null ? part.ownerName : nameOf(members, part.owner), by: nameOf(members, part.saidBy) }
  return json({
    family: viewer.family, version: { ...found, putBy: nameOf(members, found.putBy) }, then: then.map((part) => named(part)!),
    compared: compared ? [Math.min(number, compared.number), Math.max(number, compared.number)] as const : null, other: compared?.number ?? null,
    changes: changesBetween(older, newer).map(({ id, before, after }) => ({ id, before: named(before), after: named(after) })),
    answers: agreement ? namedAgreement(agreement, members).answers : [], mine: agreement?.answers.some((answer) => answer.member === viewer.member) ?? false, mayPut: may(viewer, 'plan:put-forward'), answers_: may(viewer, 'plan:agree'),
  })
}

/** The number of a version in an address; 0 for none. */
const numberOf = (text: string | null | undefined) => (/^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 0)

const nameOf = (members: readonly Member[], id: string | null) => members.find((one) => one.id === id)?.name ?? null

/** How many things that were changed stand on the shorter page. */
const few = 3

type Data = SerializeFrom<typeof loader>
type Part = Data['then'][number]

export default function OneVersion() {
  const { t, format } = useWords()
  const { family, version: one, then, compared, other, changes, answers, mine, mayPut, answers_: mayAnswer } = useLoaderData<typeof loader>()
  const plan = `/families/${family}/plan`
  const newest = one.number === one.newest
  const since = compared ? t('agreement:compare.between', { one: compared[0], other: compared[1] }) : t(mine ? 'agreement:version.sinceYou' : 'agreement:version.since')
  const nothing = <p>{t(compared ? 'agreement:compare.nothing' : 'agreement:version.nothing')}</p>
  return (
    <PlanPage
      title={t('agreement:version.of', { number: one.number })} family={family} picture="paper" back={{ to: plan, text: t('plan:title') }}
      lead={t('agreement:version.lead', { name: one.putBy ?? t('plan:somebodyElse'), day: format.dayWithYear(one.at), review: format.dayWithYear(one.reviewOn) })}
      short={
        <>
          <Pictured picture={changes.length > 0 ? 'pencil' : 'tick'} title={since}>
            {changes.length === 0 ? nothing : changes.slice(0, few).map(({ id, before, after }) => <Said key={id} as="p" lang={(after ?? before)!.lang}>{(after ?? before)!.words}</Said>)}
          </Pictured>
          <AnswersPictured answers={answers} />
          {newest && mayAnswer ? <Actions><ButtonLink to={`${plan}/agree`}>{t(mine ? 'agreement:answer.again' : 'agreement:answer.link')}</ButtonLink></Actions> : null}
        </>
      }
    >
      <Card title={since} tone={changes.length > 0 && !compared ? 'sun' : 'plain'}>
        {changes.length === 0 ? nothing : <Rows>{changes.map((change) => <OneChange key={change.id} before={change.before} after={change.after} compared={compared} />)}</Rows>}
        {newest && !compared && changes.length > 0 && mayPut ? <Actions><ButtonLink to={`${plan}/put-forward`}>{t('agreement:put.again')}</ButtonLink></Actions> : null}
        {newest ? null : <p><a href={`${plan}/versions/${one.newest}`}>{t('agreement:version.newer')}</a></p>}
        {one.newest > 1 ? (
          <Form method="get">
            <Select form={newForm({ with: String(other ?? '') })} name="with" label={t('agreement:compare.with')} choose={t('agreement:compare.now')} items={othersOf(one).map((number) => ({ value: String(number), text: t('agreement:compare.version', { number }) }))} />
            <Actions><Button kind="quiet">{t('agreement:compare.go')}</Button></Actions>
          </Form>
        ) : null}
      </Card>
      <Card title={t('agreement:version.said')}>
        <Voluntary />
        {answers.length === 0 ? <p>{t('agreement:version.nobody')}</p> : <WhoSays answers={answers} waits={[]} servicesWait={false} />}
        {newest && mayAnswer ? <Actions><ButtonLink kind={mine ? 'quiet' : 'main'} to={`${plan}/agree`}>{t(mine ? 'agreement:answer.again' : 'agreement:answer.link')}</ButtonLink></Actions> : null}
      </Card>
      {groups.map((group) => {
        const parts = then.filter((part) => part.group === group)
        return parts.length === 0 ? null : (
          <Card key={group} title={t(`agreement:group.${group}`)}>
            <Rows>{parts.map((part) => <OnePart key={part.id} part={part} />)}</Rows>
          </Card>
        )
      })}
      {one.number > 1 ? <p><a href={`${plan}/versions/${one.number - 1}`}>{t('agreement:version.older')}</a></p> : null}
    </PlanPage>
  )
}

/** The numbers of the other versions, the newest first. */
const othersOf = ({ number, newest }: { number: number; newest: number }) => Array.from({ length: newest }, (_, at) => newest - at).filter((other) => other !== number)

function OnePart({ part }: { part: Part }): ReactNode {
  const { t, format } = useWords()
  const who = part.group === 'action' ? part.name ?? t('plan:somebodyElse') : part.by
  return (
    <div>
      <Said as="p" className="lines" lang={part.lang}>{part.words}</Said>
      {who || part.dueOn ? <p className="soft">{who ? <bdi>{who}</bdi> : null}{part.dueOn ? <>{' · '}{t('plan:due', { day: format.day(part.dueOn) })}</> : null}</p> : null}
    </div>
  )
}

/** One difference: both texts, whichever there are, each named for when it stood there. */
function OneChange({ before, after, compared }: { before: Part | null; after: Part | null; /** The two versions, the older first; null where it stands beside how it is now. */ compared: readonly [number, number] | null }): ReactNode {
  const { t } = useWords()
  const what = before === null ? 'added' : after === null ? 'out' : before.words === after.words && before.owner === after.owner ? 'dated' : 'changed'
  return (
    <div>
      <p><Tag tone={what === 'out' ? 'grey' : 'sun'}>{t(`agreement:what.${what}`)}</Tag> <span className="soft">{t(`agreement:group.${(after ?? before)!.group}`)}</span></p>
      {before && after ? <p className="soft">{compared ? t('agreement:compare.in', { number: compared[0] }) : t('agreement:what.before')}</p> : null}
      {before ? <OnePart part={before} /> : null}
      {before && after ? <p className="soft">{compared ? t('agreement:compare.in', { number: compared[1] }) : t('agreement:what.after')}</p> : null}
      {after ? <OnePart part={after} /> : null}
    </div>
  )
}
