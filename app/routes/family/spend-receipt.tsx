import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { z } from 'zod'
import { notYours } from '#app/access/not-yours.ts'
import { must, type May } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { ownAccount } from '#app/domain/budget/own-accounts.server.ts'
import type { Account } from '#app/domain/budget/pain001.ts'
import { receiptForm } from '#app/domain/budget/receipt-form.ts'
import { mayBePaidBack, sendReceipt } from '#app/domain/budget/receipts.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { spend as spendOf, type Spend } from '#app/domain/budget/spends.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Field, FileField, MoneyField } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, type FormErrors, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type SpendId } from '#app/values/ids.ts'
import { megabytes, pictureSent } from './file-sent.server.ts'
import { What } from './spend-parts.tsx'

export const handle = titled('receipts:send.title')

/** What was agreed, for a parent or kin carer who sees it; there is no such page for more than the area pays back. */
async function agreedOne(viewer: May<'budget:ask'>, id: string | undefined): Promise<Spend> {
  const spend = isId(id) ? await spendOf(must(viewer, 'spend:see'), id as string as SpendId) : undefined
  if (!spend || spend.state !== 'approved' || !(await mayBePaidBack(viewer, spend))) throw notYours()
  return spend
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:ask')
  const spend = await agreedOne(viewer, params.id)
  const { pictureKilobytes } = await settingsOf(viewer.db)
  return json({ family: viewer.family, spend, pictureMegabytes: megabytes(pictureKilobytes), account: (await ownAccount(viewer)) ?? null, kept: await keptForm(request), once: newFormId() })
}

type Sent = Pick<z.output<typeof receiptForm>, 'name' | 'sort' | 'number'>

/** The account that was typed: null for none of it; what is missing of a part of it. */
function accountIn({ name, sort, number }: Sent): { account: Account | null } | { errors: FormErrors } {
  if (name === null && sort === '' && number === '') return { account: null }
  if (name !== null && sort !== '' && number !== '') return { account: { name, sortCode: sort, number } }
  const missing = { key: 'errors:required' }
  return { errors: { ...(name === null ? { name: missing } : {}), ...(sort === '' ? { sort: missing } : {}), ...(number === '' ? { number: missing } : {}) } }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'budget:ask')
  const spend = await agreedOne(viewer, params.id)
  const file = await pictureSent(request.clone(), (await settingsOf(viewer.db)).pictureKilobytes)
  const read = readPosted(await posted(request), receiptForm)
  const account = read.ok ? accountIn(read.data) : { account: null }
  const errors = { ...('errors' in account ? account.errors : {}), ...(file === undefined ? { file: { key: 'errors:receiptMissing' } } : file.ok ? {} : file.errors), ...(read.ok ? {} : read.form.errors) }
  if (!read.ok || !file?.ok || 'errors' in account) return json({ form: wrong(read.form, errors) }, 400)
  const answer = await act(viewer, sendReceipt, { spend: spend.id, version: read.data.version, pence: read.data.pence, file: file.file, account: account.account }, read.once)
  return answer.ok ? doneAt(`/families/${viewer.family}/budget/requests/${spend.id}`, 'receipt') : json({ form: refusedForm(read.form, saidRefusal(answer, wordsFor(await langOf(request)).format)) }, 409)
}

/** What is wrong with the hidden field is said of the form as a whole. */
function wrong(form: FormState, errors: FormErrors): FormState {
  return { ...form, errors: 'version' in errors ? { '': { key: 'errors:formGone' } } : errors }
}

export default function SendReceipt() {
  const { t, format } = useWords()
  const { family, spend, pictureMegabytes, account, kept, once } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm()
  const fields = (
    <>
      <Field form={form} name="name" label={t('receipts:send.name')} hint={t('receipts:send.nameHint')} autoComplete="off" />
      <Field form={form} name="sort" label={t('paying:account.sort')} hint={t('paying:account.sortHint')} width={10} inputMode="numeric" autoComplete="off" />
      <Field form={form} name="number" label={t('paying:account.number')} hint={t('paying:account.numberHint')} width={10} inputMode="numeric" autoComplete="off" />
    </>
  )
  return (
    <Page
      title={t('receipts:send.title')} lead={t('receipts:send.lead', { most: format.money(spend.pence) })} family={{ id: family, current: 'budget' }} errors={form.errors}
      back={{ to: `/families/${family}/budget/requests/${spend.id}`, text: t('budget:one.title') }}
    >
      <SummaryList rows={[{ key: t('budget:check.what'), value: <What spend={spend} /> }, { key: t('receipts:send.agreed'), value: format.money(spend.pence) }]} />
      <Form once={once} multipart>
        <input type="hidden" name="version" value={spend.version} />
        <MoneyField form={form} name="pence" label={t('receipts:send.sum')} hint={t('receipts:send.sumHint')} />
        <FileField form={form} name="file" label={t('receipts:send.file')} hint={t('receipts:send.fileHint', { most: format.number(pictureMegabytes) })} accept="image/jpeg,image/png,image/webp" most={pictureMegabytes} />
        <h2>{t('receipts:send.account')}</h2>
        {account ? (
          <>
            <p>{t('receipts:send.accountKnown', { name: account.name, ends: account.ends })}</p>
            <Details summary={t('receipts:send.accountOther')} open={['name', 'sort', 'number'].some((name) => name in form.errors || (form.values[name] ?? '') !== '')}>{fields}</Details>
          </>
        ) : fields}
        <p className="soft">{t('receipts:send.accountHint')}</p>
        <Actions><Button>{t('receipts:send.send')}</Button></Actions>
      </Form>
      <OrRing />
    </Page>
  )
}
