import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { linesToAgree } from '#app/domain/budget/budgets.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { approve } from '#app/domain/budget/spending.server.ts'
import { spendKey, waitingFor } from '#app/domain/budget/spends.server.ts'
import { spendViewer } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { wholeNumber, words } from '#app/http/fields.ts'
import { newFormIds, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { Page } from '#app/ui/page.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { decided, doneOfYes } from './approval-done.ts'
import { deskPlaces } from './desk-places.ts'

export const handle = titled('desk:approvals.title')

const yesForm = z.object({ key: words(60), version: wholeNumber(1, 999_999) })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'spends:decide')
  const [waiting, lines] = await Promise.all([waitingFor(viewer), linesToAgree(viewer)])
  return json({ places: deskPlaces(viewer), today: viewer.today, lines, waiting: waiting.map((one) => ({ ...one, key: spendKey(one) })), onceOf: newFormIds(waiting.map(spendKey)), done: doneIn(request, decided) })
}

export async function action({ request }: ActionFunctionArgs) {
  must(await atTheDesk(request), 'spends:decide')
  const read = await readForm(request, yesForm)
  const gone = { '': { key: 'errors:formGone' } }
  if (!read.ok) return json({ errors: gone }, 400)
  const viewer = must(await spendViewer(request, read.data.key), 'spend:decide')
  const answer = await act(viewer, approve, { spend: viewer.work!, version: read.data.version }, read.once)
  if (!answer.ok) return json({ errors: refusedForm(read.form, { ...saidRefusal(answer, wordsFor(await langOf(request)).format), field: '' }).errors }, 409)
  return doneAt('/desk/approvals', doneOfYes(answer.value))
}

export default function Approvals() {
  const { t, format } = useWords()
  const { places, today, lines, waiting, onceOf, done } = useLoaderData<typeof loader>()
  const errors = useActionData<typeof action>()?.errors
  return (
    <Page title={t('desk:approvals.title')} desk={{ current: 'approvals', places }} errors={errors} done={done ? t(`desk:approvals.done.${done}`) : undefined}>
      <Card>
        {waiting.length + lines.length === 0 ? <Empty>{t('desk:approvals.none')}</Empty> : (
          <Rows>
            {waiting.map((one) => (
              <div key={one.key}>
                <p>
                  <a href={`/desk/approvals/${one.key}`}>{t('desk:approvals.wants', { name: one.askerName, sum: format.money(one.pence) })}</a>
                  {one.state === 'question' ? <>{' '}<Tag tone="grey">{t('desk:approvals.answerAwaited')}</Tag></> : null}
                </p>
                {one.oneTap ? <p>{t(`rules:kind.${one.kind}`)}</p> : null}
                <p className="soft">
                  <bdi>{one.familyName}</bdi>{', '}{t('desk:approvals.neededOn', { day: format.relativeDay(one.neededOn, today) })}
                  {one.answerBy && one.state === 'asked' ? <>{', '}{t('deciding:promised', { day: format.relativeDay(one.answerBy, today) })}</> : null}
                  {one.answerBy && one.state === 'asked' && one.answerBy < today ? <>{' '}<Tag tone="sun">{t('deciding:lateTag')}</Tag></> : null}
                </p>
                {one.oneTap ? (
                  <Form once={onceOf[one.key]!}>
                    <input type="hidden" name="key" value={one.key} />
                    <input type="hidden" name="version" value={one.version} />
                    <p className="soft">{t('deciding:oneTap')}</p>
                    <Actions><Button kind="quiet" intent="yes">{t('desk:approvals.yes')}<span className="vh">{`: ${one.askerName}, ${format.money(one.pence)}`}</span></Button></Actions>
                  </Form>
                ) : null}
              </div>
            ))}
            {lines.map((line) => (
              <div key={line.id}>
                <p><a href={`/desk/families/${line.family}/budget`}>{t('desk:approvals.lineToAgree', { sum: format.money(line.pence) })}</a></p>
                <p className="soft"><bdi>{line.familyName}</bdi>{', '}{t('desk:approvals.lineUntil', { day: format.date(line.until) })}</p>
              </div>
            ))}
          </Rows>
        )}
      </Card>
    </Page>
  )
}
