import { json } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { may, must, type May, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { mayTrySafeWord, reachOf, trySafeWord, type Reach } from '#app/domain/account/reaching.server.ts'
import { invitesTo, letterTo, openInvitations } from '#app/domain/family/invitations.server.ts'
import { adultsToAgree, endMember, setLead, setResponsibility, whoCanLead } from '#app/domain/family/members.server.ts'
import { whoAgrees } from '#app/domain/family/agreeing.server.ts'
import { isAdult, isYoung } from '#app/domain/family/agreeing.ts'
import { nameTrustedAdult, trustedAdultOf } from '#app/domain/sharing/changing.server.ts'
import { caresFor, endFact, factsOf, setCaresFor } from '#app/domain/carers/facts.server.ts'
import { correctionsOf } from '#app/domain/data/corrections.server.ts'
import { livesWhere, touches, unsaid } from '#app/domain/family/nearness.ts'
import { sayNearness } from '#app/domain/family/nearness.server.ts'
import { helpersOf, membersOf, ofTheHousehold, type Member } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, thing, things, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Person as PersonLine } from '#app/ui/person.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId, PersonId } from '#app/values/ids.ts'
import { plusDays, type Day } from '#app/values/instant.ts'
import { countryOf } from '#app/values/zones.ts'
import { Facts } from './facts.tsx'
import { HowNear } from './near-words.tsx'
import { roleKey } from './role.ts'

export const handle = titled<typeof loader>((_, data) => data.name)

/** The person whom the URL names, as far as the viewer may know of them today; 404 for anybody else. */
async function memberNamed(viewer: Viewer, id: string | undefined): Promise<Member> {
  const member = (await membersOf(viewer)).find((one) => one.id === id)
  if (!member?.current) throw notYours()
  return member
}

/** Whether they see only what is shown to them by name. */
const byName = ({ seat }: Member) => seat === 'network' || seat === 'other-parent'

/** Those whose access the family ends by itself; the others' is settled with the lead professional, who is never without a place. */
const mayEnd = (viewer: Viewer, member: Member) =>
  may(viewer, 'people:invite') && (byName(member) || (viewer.seat === 'lead' && member.seat !== 'lead'))

/** The lead professional, on their own page. */
const mayHandOver = (viewer: Viewer, member: Member) => viewer.seat === 'lead' && member.id === viewer.member && !member.covers && may(viewer, 'people:invite')

/** Nothing is asked: the button says it all. */
const endForm = z.object({})
const wordForm = z.object({ word: words(40) })
const trustForm = z.object({ adult: thing<MemberId>(), parents: choice(['yes', 'no']) })
const responsibleForm = z.object({ children: things<MemberId>() })
const endFactForm = z.object({ fact: thing<string>() })
const nearForm = z.object({ lives: choice([...livesWhere, unsaid]), touch: choice([...touches, unsaid]) })
const bringsUpForm = z.object({ 'brings-up': things<MemberId>() })
const handOverForm = z.object({ to: thing<PersonId>(), 'agreed-by': things<MemberId>().refine((adults) => adults.length > 0, 'errors:chooseOne') })

/** For which children of this family an adult has parental responsibility: for the family and the lead professional, not for its network. */
async function responsibilityOf(viewer: Viewer, member: Member) {
  const sees = viewer.seat === 'lead' || isAdult(viewer.seat as 'parent') || viewer.seat === 'young-person'
  if (!sees || !(isAdult(member.seat) || member.seat === 'other-parent')) return null
  const who = await whoAgrees(viewer)
  const children = who.people.filter((one) => isYoung(one.seat))
  return children.length === 0 ? null : { children: children.map(({ id, name }) => ({ id, name })), of: children.filter((one) => who.isResponsible(member.id, one.id)).map((one) => one.id), change: viewer.seat === 'lead' }
}

/** Whether there is anybody about whom somebody may agree to anything. */
async function saysSomething(viewer: Viewer, member: Member): Promise<boolean> {
  const who = await whoAgrees(viewer)
  return who.people.some((one) => who.may(member.id, one.id, null))
}

/** The adult whom a child without an account trusts, and who can be named. */
async function trustIn(viewer: May<'people:see'>, member: Member, members: readonly Member[]) {
  if (member.seat !== 'child' || member.person !== null) return null
  const trusted = await trustedAdultOf(viewer, member.id)
  const adults = may(viewer, 'people:invite') ? members.filter((one) => one.current && ['kin-carer', 'network', 'lead', 'team'].includes(one.seat)).map(({ id, name }) => ({ id, name })) : []
  return { adult: members.find((one) => one.id === trusted?.adult)?.name ?? null, adults, asks: viewer.seat === 'lead' }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:see')
  const member = await memberNamed(viewer, params.id)
  const helper = (await helpersOf(must(viewer, 'family:see'))).find((one) => one.member === member.id)
  const toInvite = may(viewer, 'people:invite') && member.person === null && invitesTo(viewer, member.seat)
  const invitation = toInvite ? (await openInvitations(must(viewer, 'people:invite'))).find((one) => one.member === member.id) : undefined
  const members = await membersOf(viewer)
  const facts = may(viewer, 'facts:see') && isYoung(member.seat) ? await factsOf(must(viewer, 'facts:see'), member.id) : []
  const said = await correctionsOf(must(viewer, 'family:see'), 'fact', facts.map((fact) => fact.id))
  const bringsUp = member.seat === 'kin-carer' && viewer.seat === 'lead' ? { children: members.filter((one) => one.current && isYoung(one.seat)).map(({ id, name }) => ({ id, name })), of: await caresFor(viewer, member.id) } : null
  return json({
    near: byName(member) && may(viewer, 'near:see') ? member.near ?? { lives: null, touch: null } : null, saysNear: may(viewer, 'near:keep'),
    mayBook: may(viewer, 'appointments:book') && ofTheHousehold(member),
    facts: facts.map((fact) => ({ ...fact, by: members.find((one) => one.id === fact.saidBy)?.name ?? null })), said: said.map((one) => ({ ...one, by: members.find((member) => member.id === one.by)?.name ?? null })), bringsUp, addFacts: may(viewer, 'facts:add') && isYoung(member.seat),
    family: viewer.family, id: member.id, name: member.name, givenName: member.givenName, role: roleKey(member.seat), relation: member.relation,
    byName: byName(member),
    helper: helper ?? null, toInvite, invitedUntil: invitation?.until ?? null,
    letter: invitation?.channel === 'letter' && (await letterTo(must(viewer, 'people:invite'), member.id)) !== undefined,
    handOver: mayHandOver(viewer, member) ? { colleagues: await whoCanLead(must(viewer, 'people:invite')), adults: await adultsToAgree(must(viewer, 'people:invite')) } : null,
    responsible: await responsibilityOf(viewer, member), trust: await trustIn(viewer, member, await membersOf(viewer)), onceTrust: newFormId(), reach: (await reachOf(viewer, member.id)) ?? null, onceWord: newFormId(), done: doneIn(request, ['responsible', 'in-person', 'trust', 'fact', 'fact-ended', 'brings-up', 'word-right', 'word-wrong', 'near']), onceResponsible: newFormId(), inPerson: viewer.seat === 'lead' && member.person === null && (await saysSomething(viewer, member)), mayEnd: mayEnd(viewer, member), kept: await keptForm(request), once: newFormId(),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'people:invite')
  const member = await memberNamed(viewer, params.id)
  const post = await posted(request)
  const here = `/families/${viewer.family}/people/${member.id}`
  if (post.intent === 'end-fact') {
    const read = readPosted(post, endFactForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'facts:add'), endFact, { fact: read.data.fact }, read.once)
    return answer.ok ? doneAt(here, 'fact-ended') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'brings-up') {
    const read = readPosted(post, bringsUpForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, setCaresFor, { carer: member.id, children: read.data['brings-up'] }, read.once)
    return answer.ok ? doneAt(here, 'brings-up') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'near') {
    const read = readPosted(post, nearForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(must(viewer, 'near:keep'), sayNearness, { member: member.id, lives: read.data.lives === unsaid ? null : read.data.lives, touch: read.data.touch === unsaid ? null : read.data.touch }, read.once)
    return answer.ok ? doneAt(here, 'near') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'hand-over') {
    if (!mayHandOver(viewer, member)) throw notYours()
    const read = readPosted(post, handOverForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, setLead, { to: read.data.to, agreedBy: read.data['agreed-by'] }, read.once)
    // Their place here has ended with it.
    return answer.ok ? doneAt('/desk', 'handed-over') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'word') {
    const read = readPosted(post, wordForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const tries = await mayTrySafeWord(viewer, member.id)
    if (!tries.ok) return json({ form: refusedForm(read.form, { why: 'wait-a-little', values: { count: tries.waitSeconds } }) }, 429)
    const answer = await act(viewer, trySafeWord, { member: member.id, word: read.data.word }, read.once)
    return answer.ok ? doneAt(`/families/${viewer.family}/people/${member.id}`, answer.value ? 'word-right' : 'word-wrong') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'trust') {
    const read = readPosted(post, trustForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, nameTrustedAdult, { child: member.id, adult: read.data.adult, parentsKnow: read.data.parents === 'yes' }, read.once)
    return answer.ok ? doneAt(`/families/${viewer.family}/people/${member.id}`, 'trust') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (post.intent === 'responsible') {
    const read = readPosted(post, responsibleForm)
    if (!read.ok) return json({ form: read.form }, 400)
    const answer = await act(viewer, setResponsibility, { adult: member.id, children: read.data.children }, read.once)
    return answer.ok ? doneAt(`/families/${viewer.family}/people/${member.id}`, 'responsible') : json({ form: refusedForm(read.form, answer) }, 409)
  }
  if (!mayEnd(viewer, member)) throw notYours()
  const read = readPosted(post, endForm)
  if (!read.ok || post.intent !== 'end') return json({ form: { ...newForm(), errors: { '': { key: 'errors:formGone' } } } }, 400)
  const answer = await act(viewer, endMember, { member: member.id }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/people`, 'ended') : json({ form: refusedForm(read.form, answer) }, 409)
}

const doneWords = { responsible: 'sharing:responsible.done', 'in-person': 'sharing:inPerson.done', trust: 'sharing:trust.done', fact: 'carers:facts.added', 'fact-ended': 'carers:facts.ended', 'brings-up': 'carers:facts.bringsUpDone', 'word-right': 'people:reach.word-right', 'word-wrong': 'people:reach.word-wrong', near: 'people:near.done' } as const

export default function PersonPage() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? data.kept ?? newForm()
  const { family, id, name, givenName, helper } = data
  return (
    <Page title={<bdi>{name}</bdi>} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: `/families/${family}/people`, text: t('people:title') }} done={data.done ? t(doneWords[data.done], { name: givenName }) : null}>
      <Card>
        <PersonLine name={name} photo={helper?.photo ?? null} role={data.relation ? <Said>{data.relation}</Said> : t(`people:role.${data.role}`)}
          words={helper?.hello ? <Said lang={helper.helloLang}>{helper.hello}</Said> : undefined}>
          {helper?.job ? <p><Said>{helper.job}</Said>{helper.agency ? <>, <Said>{helper.agency}</Said></> : null}</p> : null}
          {helper && helper.answersWithinDays !== null ? <p className="soft">{t('people:answers', { count: helper.answersWithinDays })}</p> : null}
          {helper?.phone ? <p><PhoneLink number={helper.phone} /></p> : null}
        </PersonLine>
        {data.byName ? <p>{t('people:seesByName', { name: givenName })}</p> : null}
      </Card>
      {data.near ? <HowNear near={data.near} says={data.saysNear} name={givenName} once={data.once} form={form} /> : null}
      {data.reach ? <Reached reach={data.reach} name={givenName} once={data.onceWord} form={form} /> : null}
      {data.trust ? (
        <Card title={t('sharing:trust.title', { name: givenName })}>
          <p>{data.trust.adult === null ? t('sharing:trust.none', { name: givenName }) : t('sharing:trust.is', { name: givenName, adult: data.trust.adult })}</p>
          {data.trust.adults.length > 0 ? (
            <Form once={data.onceTrust}>
              <Select form={form} name="adult" label={t('sharing:trust.adult', { name: givenName })} hint={t('sharing:trust.adultHint', { name: givenName })} choose="" items={data.trust.adults.map((one) => ({ value: one.id, text: one.name }))} />
              {data.trust.asks ? (
                <Radios form={form} name="parents" legend={t('sharing:trust.parents')} inline items={[{ value: 'yes', text: t('sharing:trust.yes') }, { value: 'no', text: t('sharing:trust.no') }]} />
              ) : <input type="hidden" name="parents" value="yes" />}
              <Actions><Button intent="trust" kind="quiet">{t('sharing:trust.go')}</Button></Actions>
            </Form>
          ) : null}
        </Card>
      ) : null}
      {data.responsible ? (
        <Card title={t('sharing:responsible.title')}>
          <p>{data.responsible.of.length === 0 ? t('sharing:responsible.none', { name: givenName })
            : t('sharing:responsible.has', { name: givenName, children: format.list(data.responsible.children.filter((one) => data.responsible!.of.includes(one.id)).map((one) => one.name)) })}</p>
          {data.responsible.change ? (
            <Form once={data.onceResponsible}>
              <Checkboxes
                form={'children' in form.values || 'children' in form.errors ? form : newForm({ children: data.responsible.of })} name="children" legend={t('sharing:responsible.for')} hint={t('sharing:responsible.hint')}
                items={data.responsible.children.map((one) => ({ value: one.id, text: <bdi>{one.name}</bdi> }))}
              />
              <Actions><Button intent="responsible" kind="quiet">{t('sharing:responsible.save')}</Button></Actions>
            </Form>
          ) : null}
        </Card>
      ) : null}
      {data.mayBook ? <p><a href={`/families/${family}/people/${id}/needs`}>{t('booking:record.link', { name: givenName })}</a></p> : null}
      <Facts family={family} child={id} facts={data.facts} said={data.said} add={data.addFacts} once={data.once} />
      {data.bringsUp ? (
        <Card title={t('carers:facts.bringsUp')}>
          <Form once={data.once}>
            <Checkboxes
              form={'brings-up' in form.values || 'brings-up' in form.errors ? form : newForm({ 'brings-up': data.bringsUp.of })} name="brings-up" legend={t('carers:facts.bringsUp')} hint={t('carers:facts.bringsUpHint')}
              items={data.bringsUp.children.map((one) => ({ value: one.id, text: <bdi>{one.name}</bdi> }))}
            />
            <Actions><Button intent="brings-up" kind="quiet">{t('carers:facts.bringsUpSave')}</Button></Actions>
          </Form>
        </Card>
      ) : null}
      {data.inPerson ? (
        <Card title={t('sharing:title')}>
          <p>{t('sharing:inPerson.lead', { name })}</p>
          <p><ButtonLink to={`/families/${family}/people/${id}/agreed`} kind="quiet">{t('sharing:inPerson.title')}</ButtonLink></p>
        </Card>
      ) : null}
      {data.toInvite ? (
        <Card title={t('people:account')}>
          <p>{data.invitedUntil ? t('people:invitedUntil', { day: format.day(data.invitedUntil as Parameters<typeof format.day>[0]) }) : t('people:noAccount', { name: givenName })}</p>
          <Actions>
            <ButtonLink to={`/families/${family}/people/invite?member=${id}`} kind="quiet">{t(data.invitedUntil ? 'people:inviteAgain' : 'people:inviteThem')}</ButtonLink>
            {data.letter ? <a href={`/families/${family}/people/${id}/letter`}>{t('people:letter.title')}</a> : null}
          </Actions>
        </Card>
      ) : null}
      {data.mayEnd ? (
        <Details summary={t(data.byName ? 'people:end.title' : 'people:end.place', { name: givenName })}>
          <p>{t(data.byName ? 'people:end.text' : 'people:end.placeText', { name: givenName })}</p>
          <Form once={data.once}><Actions><Button intent="end" kind="warning">{t(data.byName ? 'people:end.go' : 'people:end.placeGo')}</Button></Actions></Form>
        </Details>
      ) : null}
      {data.handOver ? (
        <Details summary={t('people:handOver.title')} open={'to' in form.errors || 'agreed-by' in form.errors || 'to' in form.values}>
          {data.handOver.colleagues.length === 0 ? <p>{t('people:handOver.nobody')}</p> : (
            <Form once={data.once}>
              <p>{t('people:handOver.text')}</p>
              <Select form={form} name="to" label={t('people:handOver.to')} choose="" items={data.handOver.colleagues.map(({ person, name: text }) => ({ value: person, text }))} />
              <Checkboxes
                form={form} name="agreed-by" legend={t('people:handOver.agreed')} hint={t('people:handOver.agreedHint')}
                items={data.handOver.adults.map((adult) => ({ value: adult.id, text: <bdi>{adult.name}</bdi> }))}
              />
              <Actions><Button intent="hand-over" kind="warning">{t('people:handOver.go')}</Button></Actions>
            </Form>
          )}
        </Details>
      ) : null}
    </Page>
  )
}

// Any Monday: the names of the days are the language's own.
const monday = '2024-01-01' as Day

/** How they can be reached without harm, for the lead professional. */
function Reached({ reach, name, once, form }: { reach: Reach; name: string; once: string; form: FormState }) {
  const { t, format } = useWords()
  const yesNo = (yes: boolean) => t(yes ? 'account:contact.yes' : 'account:contact.no')
  const country = countryOf(reach.zone)
  return (
    <Card title={t('people:reach.title', { name })}>
      <SummaryList
        rows={[
          { key: t('people:reach.how'), value: t(`account:contact.${reach.channel}`) },
          { key: t('people:reach.when'), value: t('people:reach.hours', { days: format.list([...reach.days].map((day) => format.weekday(plusDays(monday, Number(day) - 1)))), from: reach.fromTime, until: reach.untilTime }) },
          ...(country && country !== 'GB' ? [{ key: t('account:contact.zone'), value: format.country(country) }] : []),
          { key: t('people:reach.texts'), value: yesNo(reach.textsOk) },
          { key: t('people:reach.voicemail'), value: yesNo(reach.voicemailOk) },
          ...(reach.keptFrom.length > 0 ? [{ key: t('account:contact.keptFrom'), value: <bdi>{format.list([...reach.keptFrom])}</bdi> }] : []),
          ...(reach.mustNotLearn ? [{ key: t('account:contact.mustNotLearn'), value: <Said>{reach.mustNotLearn}</Said> }] : []),
          ...(reach.friend ? [{ key: t('account:contact.friend'), value: <Said>{reach.friend}</Said> }] : []),
          ...(reach.friendPhone ? [{ key: t('account:contact.friendPhone'), value: <PhoneLink number={reach.friendPhone} /> }] : []),
        ]}
      />
      {reach.hasSafeWord ? (
        <Form once={once}>
          <Field form={form} name="word" label={t('people:reach.word', { name })} hint={t('people:reach.wordHint')} width={20} autoComplete="off" />
          <Actions><Button intent="word" kind="quiet">{t('people:reach.check')}</Button></Actions>
        </Form>
      ) : null}
    </Card>
  )
}
