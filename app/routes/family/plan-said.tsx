import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { must, type Viewer } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { membersOf, ofTheHousehold, type Member } from '#app/domain/family/people.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { needAreas, type SaidPart } from '#app/domain/plan/parts.ts'
import { addStrength } from '#app/domain/plan/plan.server.ts'
import { say } from '#app/domain/plan/said.server.ts'
import { whoSeesQuestion } from '#app/domain/sharing/circles.server.ts'
import { DelicateFields, delicateFields } from '#app/domain/sharing/delicate.tsx'
import { BeforeWriting, WhoSeesFields, whoSeesFields, whoSeesOf } from '#app/domain/sharing/who-sees.tsx'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice, thingOrNone, things, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Checkboxes, Radios } from '#app/ui/choices.tsx'
import { Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormErrors } from '#app/ui/form-state.ts'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import type { MemberId } from '#app/values/ids.ts'
import { FileFields } from './file-fields.tsx'
import { fileSent, megabytes } from './file-sent.server.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled<typeof loader>(({ t }, data) => t(`plan:add.${data.part}.title`))

/** What is good is an entry of its own kind, said in the same way. */
type Part = SaidPart | 'good'
const places: Readonly<Record<string, Part>> = { good: 'good', matters: 'matters', says: 'says', needs: 'need' }
const partOf = (request: Request): Part => places[new URL(request.url).pathname.split('/')[4] ?? ''] ?? 'says'

const saidForm = z.object({ words: wordsOrNone(2000), 'file-what': wordsOrNone(200), 'said-by': thingOrNone<MemberId>(), about: things<MemberId>(), ...whoSeesFields, ...delicateFields })
const needForm = saidForm.extend({ area: choice(needAreas) })

/** Whose words this reader may write down beside their own: those of whoever has no account; the lead professional, what anybody told them. */
function speakers(viewer: Viewer, members: readonly Member[]): { id: MemberId; name: string }[] {
  return members.filter((one) => ofTheHousehold(one) && one.id !== viewer.member && (viewer.seat === 'lead' || one.person === null)).map(({ id, name }) => ({ id, name }))
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'plan:strengths')
  const [members, { pictureKilobytes, soundKilobytes }] = await Promise.all([membersOf(viewer), settingsOf(viewer.db)])
  return json({
    most: { pictureMegabytes: megabytes(pictureKilobytes), soundMegabytes: megabytes(soundKilobytes) },
    family: viewer.family, part: partOf(request), lead: viewer.seat === 'lead', speakers: speakers(viewer, members), who: await whoSeesQuestion(viewer, members),
    about: members.filter(ofTheHousehold).map(({ id, name }) => ({ id, name })), once: newFormId(), kept: await keptForm(request),
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'plan:strengths')
  const part = partOf(request)
  const sent = part === 'says' ? await fileSent(request.clone(), await settingsOf(viewer.db)) : undefined
  const read = await readForm(request, part === 'need' ? needForm : saidForm)
  const errors = { ...read.form.errors, ...(sent && !sent.ok ? sent.errors : {}), ...(read.ok ? missing(read.data, sent !== undefined) : {}) }
  if (!read.ok || Object.keys(errors).length > 0) return json({ form: { ...read.form, errors } }, 400)
  const { words: said, 'file-what': what, about, delicate } = read.data
  const lang = await langOf(request)
  const shared = { lang, about, whoSees: whoSeesOf(read.data), shareWith: read.data['share-with'], delicate }
  const answer = part === 'good' ? await act(viewer, addStrength, { ...shared, words: said! }, read.once) : await act(viewer, say, {
    ...shared, part, area: 'area' in read.data ? read.data.area as (typeof needAreas)[number] : null, words: said ?? what!, file: sent?.ok ? { ...sent.file, what: what!, lang } : null, saidBy: read.data['said-by'],
  }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/plan`, part === 'good' ? 'strength' : 'said') : json({ form: refusedForm(read.form, answer) }, 409)
}

/** Words are there, or a drawing or a voice note and what it is. */
function missing(data: { words: string | null; 'file-what': string | null }, hasFile: boolean): FormErrors {
  const required = { key: 'errors:required' }
  return hasFile ? (data['file-what'] === null ? { 'file-what': required } : {}) : data.words === null ? { words: required } : {}
}

export default function SayInPlan() {
  const { t } = useWords()
  const { family, most, part, lead, speakers: others, about, who, once, kept } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  return (
    <PlanPage title={t(`plan:add.${part}.title`)} lead={part === 'good' ? undefined : t(`plan:add.${part}.lead`)} family={family} picture={({ good: 'star', matters: 'heart', says: 'speech', need: 'cloud' } as const)[part]} errors={form.errors} back={{ to: `/families/${family}/plan`, text: t('plan:title') }}>
      <Form once={once} multipart={part === 'says'}>
        <BeforeWriting who={who} />
        <TextArea form={form} name="words" label={t(`plan:add.${part}.words`)} hint={t(`plan:add.${part}.hint`)} rows={4} limit={2000} />
        {part === 'says' ? <FileFields form={form} {...most} /> : null}
        {part === 'need' ? <Radios form={form} name="area" legend={t('plan:add.area')} items={needAreas.map((value) => ({ value, text: t(`plan:area.${value}`) }))} /> : null}
        {part !== 'good' && others.length > 0 ? <Select form={form} name="said-by" label={t('plan:add.saidBy')} hint={t(lead ? 'plan:add.saidByLead' : 'plan:add.saidByHint')} choose={lead && part !== 'need' ? '' : t('plan:add.mine')} items={others.map(({ id, name }) => ({ value: id, text: name }))} /> : null}
        {part === 'need' || part === 'good' ? <Checkboxes form={form} name="about" legend={t('goals:new.about')} hint={t('common:optional')} items={about.map(({ id, name }) => ({ value: id, text: <bdi>{name}</bdi> }))} /> : null}
        <WhoSeesFields form={form} who={who} />
        <DelicateFields form={form} />
        <Actions><Button intent="add">{t('plan:saveStrength')}</Button></Actions>
      </Form>
      <OrRing />
    </PlanPage>
  )
}
