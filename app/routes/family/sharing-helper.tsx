import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { Agreeable } from '#db/schema.ts'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { allKinds, topics } from '#app/domain/family/agreeing.ts'
import { helpersOf, type Helper } from '#app/domain/family/people.server.ts'
import { agreeToShare, sharingOf, stopSharing } from '#app/domain/sharing/register.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { dayTypedOrNone, someOf, thing, ticked, words } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { DecidedWithoutAsking, SharedLines } from './sharing-parts.tsx'

export const handle = titled<typeof loader>(({ t }, data) => t('sharing:one.title', { name: data.name }))

const agreeForm = z.object({ about: thing<MemberId>(), kinds: someOf(allKinds).refine((chosen) => chosen.length > 0, 'errors:chooseOne'), topics: someOf(topics), listed: ticked, why: words(300, 'errors:sayWhyItHelps'), until: dayTypedOrNone })
const stopForm = z.object({ about: thing<MemberId>() })
/** Nothing is asked: the button says it all. */
const stopAllForm = z.object({})

/** Somebody who helps this family today, named by the URL; 404 for anybody else. */
async function helperNamed(viewer: May<'sharing:see'>, id: string | undefined): Promise<Helper> {
  const helper = (await helpersOf(must(viewer, 'family:see'))).find((one) => one.member === id)
  if (!helper) throw notYours()
  return helper
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'sharing:see')
  const helper = await helperNamed(viewer, params.helper)
  const register = await sharingOf(viewer, helper.member)
  const mayDecide = register.mayDecide[helper.member] ?? []
  const asked = new URL(request.url).searchParams.get('about')
  const about = mayDecide.find((one) => one === asked) ?? mayDecide[0] ?? null
  const now = register.shared.filter((one) => one.endedAt === null)
  const current = now.filter((one) => one.about === about)
  return json({
    family: viewer.family, me: viewer.member, helper: helper.member, name: helper.name, givenName: helper.givenName, lead: helper.lead, delicate: helper.delicate,
    names: register.names as Record<string, string>, about, mayDecide, now, older: register.shared.filter((one) => one.endedAt !== null), decisions: register.decisions,
    theirs: register.saysThemselves[helper.member] ?? [], adult: viewer.seat !== 'young-person', mine: now.filter((one) => mayDecide.includes(one.about)).length,
    first: current.length === 0 ? null : { kinds: current.flatMap((one) => one.kinds), why: current[0]!.why, until: current[0]!.until },
    kept: await keptForm(request), once: [newFormId(), newFormId(), newFormId()] as const,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(must(await actIn(request, params.family), 'sharing:see'), 'sharing:decide')
  const { member: to } = await helperNamed(viewer, params.helper)
  const post = await posted(request)
  const register = `/families/${viewer.family}/sharing`
  switch (post.intent) {
    case 'agree': {
      const read = readPosted(post, agreeForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const { about, kinds, topics: named, listed, why, until } = read.data
      const answer = await act(viewer, agreeToShare, { to, about, kinds: [...kinds, ...named, ...(listed ? ['listed' as const] : [])], why, whyLang: await langOf(request), until }, read.once)
      return answer.ok ? doneAt(register, 'agreed') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'stop':
    case 'stop-all': {
      const read = post.intent === 'stop' ? readPosted(post, stopForm) : readPosted(post, stopAllForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const about = 'about' in read.data ? (read.data.about as MemberId) : null
      const answer = await act(viewer, stopSharing, { to, about }, read.once)
      return answer.ok ? doneAt(register, answer.value.handOver ? 'hand-over' : 'stopped') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    default:
      return json({ form: { ...newForm(post.values), errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

export default function SharingWithHelper() {
  const { t } = useWords()
  const data = useLoaderData<typeof loader>()
  const { family, me, helper, name, givenName, names, about, mayDecide, now, older, first } = data
  const acted = useActionData<typeof action>()?.form ?? data.kept
  const [year, month, date] = first?.until?.split('-') ?? []
  const form = acted && ('why' in acted.values || Object.keys(acted.errors).length > 0) ? acted : newForm({
    kinds: first ? first.kinds.filter((kind) => (allKinds as readonly string[]).includes(kind)) : [], topics: first ? first.kinds.filter((kind) => (topics as readonly string[]).includes(kind)) : [],
    listed: first?.kinds.includes('listed') ? 'yes' : '', why: first?.why ?? '',
    ...(year ? { 'until-day': String(Number(date)), 'until-month': String(Number(month)), 'until-year': year } : {}),
  })
  const here = `/families/${family}/sharing`
  const called = about === null || about === me ? null : (names[about] ?? '')
  return (
    <Page title={t('sharing:one.title', { name })} family={{ id: family, current: 'people' }} errors={form.errors} back={{ to: here, text: t('sharing:title') }}>
      <Card title={t('sharing:one.now')}>
        {now.length === 0 ? <p>{t('sharing:nothing', { helper: givenName })}</p> : (
          <SharedLines shared={now.map((one) => ({ ...one, kinds: one.kinds as Agreeable[] }))} helper={givenName} me={me} names={names} />
        )}
        {data.theirs.map((one) => <p className="soft" key={one}>{t('sharing:theirs', { helper: givenName, name: names[one] ?? '' })}</p>)}
        {data.decisions.map((one) => <DecidedWithoutAsking key={one.id} decision={{ ...one, kinds: one.kinds as Agreeable[] }} helper={givenName} names={names} />)}
        {data.mine > 0 ? (
          <>
            <p>{t(data.lead && data.adult ? 'sharing:one.stopLead' : 'sharing:one.stopText', { helper: givenName })}</p>
            <Form once={data.once[0]}><Actions><Button intent="stop-all" kind="warning">{t('sharing:one.stop', { helper: givenName })}</Button></Actions></Form>
          </>
        ) : null}
      </Card>
      {about === null ? null : (
        <Card title={called === null ? t('sharing:one.aboutYou', { helper: givenName }) : t('sharing:one.about', { helper: givenName, name: called })}>
          {first && mayDecide.length > 1 ? (
            <Form once={data.once[1]}>
              <input type="hidden" name="about" value={about} />
              <Actions><Button intent="stop" kind="quiet">{called === null ? t('sharing:one.stopAboutYou') : t('sharing:one.stopAbout', { name: called })}</Button></Actions>
            </Form>
          ) : null}
          <Form once={data.once[2]}>
            <input type="hidden" name="about" value={about} />
            <Checkboxes form={form} name="kinds" legend={t('sharing:one.kinds')} items={allKinds.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
            <Checkboxes form={form} name="topics" legend={t('sharing:one.topics')} hint={t('sharing:one.topicsHint')} items={topics.map((value) => ({ value, text: t(`sharing:kind.${value}`) }))} />
            {data.delicate ? <Checkboxes form={form} name="listed" legend={t('sharing:one.listed')} hint={t('sharing:one.listedHint')} items={[{ value: 'yes', text: t('sharing:kind.listed', { helper: givenName }) }]} /> : null}
            <TextArea form={form} name="why" label={t('sharing:one.why')} hint={t('sharing:one.whyHint')} rows={2} limit={300} />
            <DateField form={form} name="until" legend={t('sharing:one.until')} hint={t('sharing:one.untilHint')} />
            <Actions><Button intent="agree">{t('sharing:one.agree')}</Button></Actions>
          </Form>
        </Card>
      )}
      {mayDecide.length > 1 ? (
        <Card title={t('sharing:one.others')}>
          <Rows>{mayDecide.filter((one) => one !== about).map((one) => (
            <p key={one}><a href={`${here}/${helper}?about=${one}`}>{one === me ? t('sharing:one.aboutYou', { helper: givenName }) : t('sharing:one.about', { helper: givenName, name: names[one] ?? '' })}</a></p>
          ))}</Rows>
        </Card>
      ) : null}
      {older.length > 0 ? (
        <Details summary={t('sharing:one.older')}>
          <SharedLines shared={older.map((one) => ({ ...one, kinds: one.kinds as Agreeable[] }))} helper={givenName} me={me} names={names} />
        </Details>
      ) : null}
      <OrRing />
    </Page>
  )
}
