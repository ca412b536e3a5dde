import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { atTheDesk, may, must, placeIn, viewerOfMoney } from '#app/access/viewer.server.ts'
import { familyOf } from '#app/domain/family/people.server.ts'
import { isShielded, shieldFamily } from '#app/domain/family/finding.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { choice } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type FamilyId } from '#app/values/ids.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('looked:shield.title')

const fields = z.object({ shielded: choice(['yes', 'no']) })

/** The family's lead professional, or a manager of its team; 404 for anybody else. */
async function keeperIn(request: Request, family: string | undefined) {
  const desk = await atTheDesk(request)
  if (!isId(family) || desk.person === null) throw notYours()
  const seated = await placeIn(desk.person, family as FamilyId)
  const viewer = seated && may(seated, 'family:shield') ? seated : await viewerOfMoney(desk.db, desk.person, family as FamilyId, desk.now)
  if (!viewer) throw notYours()
  return { desk, viewer: must(viewer, 'family:shield') }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { desk, viewer } = await keeperIn(request, params.family)
  return json({ places: deskPlaces(desk), name: (await familyOf(viewer)).name, shielded: await isShielded(viewer), once: newFormId() })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer } = await keeperIn(request, params.family)
  const read = await readForm(request, fields)
  if (!read.ok) return json({ form: read.form }, 400)
  const answer = await act(viewer, shieldFamily, { shielded: read.data.shielded === 'yes' }, read.once)
  return answer.ok ? doneAt('/desk', 'shielded') : json({ form: refusedForm(read.form, answer) }, 409)
}

export default function Shield() {
  const { t } = useWords()
  const { places, name, shielded, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? newForm({ shielded: shielded ? 'yes' : 'no' })
  return (
    <Page title={t('looked:shield.title')} above={<bdi>{name}</bdi>} lead={t('looked:shield.lead')} desk={{ current: 'desk', places }} errors={form.errors} back={{ to: '/desk', text: t('desk:home.title') }}>
      <Form once={once}>
        <Radios form={form} name="shielded" legend={t('looked:shield.question')} items={[{ value: 'yes', text: t('looked:shield.yes') }, { value: 'no', text: t('looked:shield.no') }]} />
        <Actions><Button intent="shield">{t('looked:shield.go')}</Button></Actions>
      </Form>
    </Page>
  )
}
