/** Saving the plan for when things get harder on one's own phone: first what that means for safety, then the button. */
import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedInAs } from '#app/access/session.server.ts'
import { must } from '#app/access/viewer.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { newFormId } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Notice } from '#app/ui/notice.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { PlanPage } from './plan-page.tsx'

export const handle = titled('backup:saving.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(must(await lookIn(request, params.family), 'plan:see'), 'backup:start')
  const session = await signedInAs(request)
  // A phone that others use as well is no place for it. Whoever came in without a password was never asked whose it is.
  const phone = session?.saidShared ? 'shared' : session?.sharedPhone ? 'not-asked' : 'own'
  const form: FormState = new URL(request.url).searchParams.has('whose') ? { values: {}, errors: { own: { key: 'errors:tickSure' } } } : newForm()
  return json({ family: viewer.family, name: `page-${viewer.today}.html`, once: newFormId(), phone, form }, form.errors.own ? 400 : 200)
}

export default function BackupSave() {
  const { t } = useWords()
  const { family, name, once, phone, form } = useLoaderData<typeof loader>()
  const here = `/families/${family}/plan/if-things-get-harder`
  return (
    <PlanPage title={t('backup:saving.title')} lead={t('backup:saving.lead')} family={family} picture="paper" errors={form.errors} back={{ to: here, text: t('backup:title') }}>
      <Notice tone="sun">
        <p><strong>{t('backup:saving.anybody')}</strong></p>
        <p>{t('backup:saving.stays')}</p>
        <p>{t('backup:saving.doNot')}</p>
      </Notice>
      {phone === 'shared' ? <Card><p>{t('backup:saving.shared')}</p></Card> : (
        <Card>
          <p>{t('backup:saving.what', { name })}</p>
          <Form once={once} action={`${here}/saved.html`}>
            {phone === 'own' ? null : <Checkboxes form={form} name="own" legend={t('backup:saving.whose')} hint={t('backup:saving.whoseHint')} items={[{ value: 'yes', text: t('backup:saving.own') }]} />}
            <Actions><Button intent="save">{t('backup:saving.button')}</Button><ButtonLink kind="quiet" to={here}>{t('backup:saving.rather')}</ButtonLink></Actions>
          </Form>
        </Card>
      )}
      <OrRing />
    </PlanPage>
  )
}
