import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { seatsThatHelp } from '#app/access/powers.ts'
import { atTheDesk, may, must, viewerOfSafeguarding, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { allKinds, topics } from '#app/domain/family/agreeing.ts'
import { familyOf, membersOf, ofTheHousehold } from '#app/domain/family/people.server.ts'
import { bases, verdicts } from '#app/domain/sharing/safeguarding-form.ts'
import { decideToShare, decisionsOf, endDecision, noteSafeguarding, reviewDecision, reviewersOf } from '#app/domain/sharing/safeguarding.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTyped, someOf, thing, thingOrNone, things, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type DecisionId, type FamilyId, type MemberId, type PersonId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('sharing:desk.title')

const everyKind = [...allKinds, ...topics] as const
const decideForm = z.object({
  to: thing<MemberId>(), about: things<MemberId>().refine((chosen) => chosen.length > 0, 'errors:chooseOne'), kinds: someOf(everyKind).refine((chosen) => chosen.length > 0, 'errors:chooseOne'),
  basis: choice(bases), reason: words(1000), until: dayTyped, show: choice(['yes', 'no']), danger: wordsOrNone(1000), reviewer: thingOrNone<PersonId>(),
})
const reviewForm = z.object({ decision: thing<DecisionId>(), verdict: choice(verdicts), words: words(1000) })
const endForm = z.object({ decision: thing<DecisionId>() })

/** Whoever decides or reviews for this family, at their desk; everybody else gets the 404. */
async function viewerHere(request: Request, family: string | undefined): Promise<{ places: ReturnType<typeof deskPlaces>; viewer: Viewer }> {
  const desk = await atTheDesk(request)
  const viewer = isId(family) && desk.person !== null ? await viewerOfSafeguarding(desk.db, desk.person, family as string as FamilyId, desk.now) : undefined
  if (!viewer) throw notYours()
  return { places: deskPlaces(desk), viewer }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { places, viewer: somebody } = await viewerHere(request, params.family)
  const viewer = must(somebody, 'safeguarding:review')
  await act(viewer, noteSafeguarding, { page: 'safeguarding' })
  const decides = may(viewer, 'safeguarding:decide')
  const [family, members, decisions, reviewers] = await Promise.all([familyOf(viewer), membersOf(viewer), decisionsOf(viewer), decides ? reviewersOf(must(viewer, 'safeguarding:decide')) : Promise.resolve([])])
  return json({
    places, name: family.name, today: viewer.today, decides, reviewers, decisions, names: Object.fromEntries(members.map((one) => [one.id, one.name])),
    helpers: members.filter((one) => one.current && seatsThatHelp.has(one.seat) && one.person !== viewer.person).map(({ id, name }) => ({ id, name })),
    about: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })), done: doneIn(request, ['decided', 'reviewed', 'ended']),
    kept: await keptForm(request), once: newFormId(), onceOf: newFormIds(decisions.map((one) => one.id)), endOf: newFormIds(decisions.map((one) => one.id)),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer } = await viewerHere(request, params.family)
  const post = await posted(request)
  const here = `/desk/families/${viewer.family}/safeguarding`
  switch (post.intent) {
    case 'decide': {
      const decider = must(viewer, 'safeguarding:decide')
      const read = readPosted(post, decideForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const { show, danger, reviewer, ...data } = read.data
      if (show === 'no' && danger === null) return json({ form: { ...read.form, errors: { danger: { key: 'errors:sayDanger' } } } }, 400)
      if (reviewer === null) return json({ form: { ...read.form, errors: { reviewer: { key: 'errors:chooseOne' } } } }, 400)
      const answer = await act(decider, decideToShare, { ...data, lang: await langOf(request), danger: show === 'no' ? danger : null, reviewer }, read.once)
      return answer.ok ? doneAt(here, 'decided') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'review': {
      const read = readPosted(post, reviewForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(must(viewer, 'safeguarding:review'), reviewDecision, { ...read.data, lang: await langOf(request) }, read.once)
      // A reviewer whose review ended it has nothing more to see here.
      if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
      return may(viewer, 'safeguarding:decide') ? doneAt(here, 'reviewed') : doneAt('/desk', 'reviewed')
    }
    case 'end': {
      const decider = must(viewer, 'safeguarding:decide')
      const read = readPosted(post, endForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(decider, endDecision, read.data, read.once)
      return answer.ok ? doneAt(here, 'ended') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    default:
      return json({ form: { ...newForm(post.values), errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

export default function Safeguarding() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const acted = useActionData<typeof action>()?.form ?? data.kept
  const form = acted ?? newForm({ show: 'yes' })
  const deciding = acted !== undefined && acted !== null && !('decision' in acted.values)
  const kinds = (of: readonly string[]) => format.list(of.map((kind) => t(`sharing:inList.${kind as 'plan'}`)))
  return (
    <Page
      title={t('sharing:desk.title')} above={<bdi>{data.name}</bdi>} lead={t('sharing:desk.lead')} errors={form.errors} desk={{ current: 'desk', places: data.places }} back={{ to: '/desk', text: t('desk:home.title') }}
      done={data.done ? t(`sharing:desk.done.${data.done}`) : undefined}
    >
      {data.decisions.length === 0 ? <Card><Empty>{t('sharing:desk.none')}</Empty></Card> : data.decisions.map((one) => {
        const over = one.endedAt !== null || one.until < data.today
        const waits = one.reviewedAt === null && !over
        const own = form.values.decision === one.id ? form : newForm()
        return (
          <Card key={one.id} id={one.id} title={t('sharing:seesAbout', { helper: data.names[one.to] ?? '', name: format.list(one.about.map((about) => data.names[about] ?? '')), what: kinds(one.kinds) })}>
            <p>
              {over ? <Tag tone="grey">{t('sharing:desk.over')}</Tag> : waits ? <Tag tone={one.reviewBy < data.today ? 'clay' : 'sun'}>{t(one.reviewBy < data.today ? 'sharing:desk.late' : 'sharing:desk.waits')}</Tag> : <Tag>{t('sharing:desk.upheld')}</Tag>}{' '}
              {one.shown ? null : <Tag tone="clay">{t('sharing:desk.hidden')}</Tag>}
            </p>
            <p>{t(`sharing:decision.${one.basis}`)}</p>
            <Said as="p" lang={one.lang}>{one.reason}</Said>
            {one.danger ? <><p className="soft">{t('sharing:desk.dangerWas')}</p><Said as="p" lang={one.lang}>{one.danger}</Said></> : null}
            <p className="soft">{t('sharing:decision.by', { name: one.by, day: format.date(one.madeAt as never), until: format.date(one.until as never) })}</p>
            <p className="soft">{one.reviewedAt === null ? t('sharing:decision.review', { name: one.reviewer, day: format.date(one.reviewBy as never) }) : t('sharing:decision.reviewed', { name: one.reviewer, day: format.date(one.reviewedAt as never) })}</p>
            {one.reviewWords ? <p><Said as="q" lang={one.reviewLang}>{one.reviewWords}</Said></p> : null}
            {waits && !one.own ? (
              <Form once={data.onceOf[one.id]}>
                <input type="hidden" name="decision" value={one.id} />
                <Radios
                  form={own} name="verdict" id={own === form ? 'verdict' : `verdict-${one.id}`} legend={t('sharing:desk.verdict')}
                  items={verdicts.filter((value) => value !== 'show' || !one.shown).map((value) => ({ value, text: t(`sharing:desk.verdict-${value}`) }))}
                />
                <TextArea form={own} name="words" id={own === form ? 'words' : `words-${one.id}`} label={t('sharing:desk.words')} rows={3} limit={1000} />
                <Actions><Button intent="review">{t('sharing:desk.review')}</Button></Actions>
              </Form>
            ) : null}
            {!over && data.decides ? (
              <Form once={data.endOf[one.id]}>
                <input type="hidden" name="decision" value={one.id} />
                <Actions><Button intent="end" kind="quiet">{t('sharing:desk.end')}</Button></Actions>
              </Form>
            ) : null}
          </Card>
        )
      })}
      {data.decides ? (
        <Card>
          <Details summary={t('sharing:desk.decide')} open={deciding}>
            <p>{t('sharing:desk.first')}</p>
            <Form once={data.once}>
              <Select form={form} name="to" label={t('sharing:desk.to')} choose="" items={data.helpers.map(({ id, name }) => ({ value: id, text: name }))} />
              <Checkboxes form={form} name="about" legend={t('sharing:desk.about')} items={data.about.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} />
              <Checkboxes form={form} name="kinds" legend={t('sharing:desk.kinds')} hint={t('sharing:desk.kindsHint')} items={everyKind.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
              <Radios form={form} name="basis" legend={t('sharing:desk.basis')} items={bases.map((value) => ({ value, text: t(`sharing:without.${value}`) }))} />
              <TextArea form={form} name="reason" label={t('sharing:desk.reason')} hint={t('sharing:desk.reasonHint')} rows={4} limit={1000} />
              <DateField form={form} name="until" legend={t('sharing:desk.until')} />
              <Radios
                form={form} name="show" legend={t('sharing:desk.show')}
                items={[
                  { value: 'yes', text: t('sharing:desk.showYes') },
                  { value: 'no', text: t('sharing:desk.showNo'), more: <TextArea form={form} name="danger" label={t('sharing:desk.danger')} rows={2} limit={1000} /> },
                ]}
              />
              <Select form={form} name="reviewer" label={t('sharing:desk.reviewer')} hint={t('sharing:desk.reviewerHint')} choose="" items={data.reviewers.map(({ person, name }) => ({ value: person, text: name }))} />
              <Actions><Button intent="decide">{t('sharing:desk.save')}</Button></Actions>
            </Form>
          </Details>
        </Card>
      ) : null}
    </Page>
  )
}
