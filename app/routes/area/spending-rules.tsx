import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { ownSettingsOf, saveSettings, seenOf } from '#app/domain/area/settings.server.ts'
import { mayBe, spendKinds } from '#app/domain/area/spend-kinds.ts'
import { ruleOf, type KindRule, type SpendRules } from '#app/domain/budget/rules.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, poundsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { MoneyField, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { poundsTyped } from '#app/values/money.ts'
import type { SpendKind } from '#db/schema-asking.ts'
import { deskPlaces } from '../desk/desk-places.ts'

export const handle = titled('rules:title')

const rulesForm = z.object({
  seen: z.string().catch(''),
  ...Object.fromEntries(spendKinds.flatMap((kind) => [[`may-${kind}`, choice(mayBe)], [`unit-${kind}`, poundsOrNone], [`cap-${kind}`, poundsOrNone]])),
})

function asTyped(rules: SpendRules): FormState['values'] {
  return Object.fromEntries(spendKinds.flatMap((kind) => {
    const { may, unitPence, capPence } = ruleOf(rules, kind)
    return [[`may-${kind}`, may], [`unit-${kind}`, unitPence === null ? '' : poundsTyped(unitPence)], [`cap-${kind}`, capPence === null ? '' : poundsTyped(capPence)]]
  }))
}

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'settings:keep')
  const settings = await ownSettingsOf(viewer.db)
  return json({ places: deskPlaces(viewer), values: asTyped(settings), capDays: settings.capDays, seen: seenOf(settings), kept: await keptForm(request), once: newFormId(), done: doneIn(request, ['saved']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'settings:keep')
  const read = await readForm(request, rulesForm)
  if (!read.ok) return json({ form: read.form }, 400)
  const { seen, ...typed } = read.data
  const given = typed as Readonly<Record<string, unknown>>
  const kindRules = Object.fromEntries(spendKinds.map((kind) => [kind, { may: given[`may-${kind}`], unitPence: given[`unit-${kind}`], capPence: given[`cap-${kind}`] }])) as Record<SpendKind, KindRule>
  const answer = await act(viewer, saveSettings, { seen: String(seen), values: { kindRules } }, read.once)
  if (answer.ok) return doneAt('/area/spending-rules', 'saved')
  const form = refusedForm(read.form, answer)
  // Somebody else saved settings meanwhile: what was typed stays, and is saved over theirs the next time.
  return json({ form: answer.why === 'settings-changed-meanwhile' ? { ...form, values: { ...form.values, seen: seenOf(await ownSettingsOf(viewer.db)) } } : form }, 409)
}

export default function SpendingRules() {
  const { t } = useWords()
  const { places, values, capDays, seen, kept, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm(values)
  return (
    <Page title={t('rules:title')} lead={t('rules:lead')} desk={{ current: 'settings', places }} errors={form.errors} done={done ? t('rules:saved') : undefined} back={{ to: '/area/settings', text: t('area:settings.title') }}>
      <Form once={once}>
        <input type="hidden" name="seen" value={valueOf(form, 'seen') || seen} />
        <p>{t('rules:emptyHint')}</p>
        {spendKinds.map((kind) => (
          <Card key={kind} title={t(`rules:kind.${kind}`)}>
            <Select form={form} name={`may-${kind}`} label={t('rules:mayLabel')} items={mayBe.map((value) => ({ value, text: t(`rules:may.${value}`) }))} />
            <MoneyField form={form} name={`unit-${kind}`} label={t('rules:unit')} />
            <MoneyField form={form} name={`cap-${kind}`} label={t('rules:cap', { days: capDays })} />
          </Card>
        ))}
        <Actions><Button intent="save">{t('rules:save')}</Button></Actions>
      </Form>
    </Page>
  )
}
