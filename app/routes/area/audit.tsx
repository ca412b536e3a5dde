import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { lastChecks, noteRecordRead, openReviews, recordOf, whoHelpsHere } from '#app/domain/sharing/record.server.ts'
import { recordParts, type RecordPart } from '#app/domain/sharing/record.ts'
import { act } from '#app/events/transact.server.ts'
import { pageIn } from '#app/http/page-in.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type PersonId } from '#app/values/ids.ts'
import type { Day } from '#app/values/instant.ts'
import { deskPlaces } from '../desk/desk-places.ts'

export const handle = titled('looked:audit.title')

const parts = Object.keys(recordParts) as RecordPart[]

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'audit:see')
  const asked = new URL(request.url).searchParams
  const part = parts.find((one) => one === asked.get('part')) ?? 'looks'
  const on = /^\d{4}-\d{2}-\d{2}$/.test(asked.get('on') ?? '') && !Number.isNaN(Date.parse(asked.get('on')!)) ? (asked.get('on') as Day) : null
  const by = isId(asked.get('by')) ? (asked.get('by') as PersonId) : null
  const chain = /^[0-9a-z]{1,20}$/.exec((asked.get('record') ?? '').trim().toLowerCase())?.[0] ?? null
  const page = pageIn(request)
  await act(viewer, noteRecordRead, { filter: [part, on, by, chain].filter(Boolean).join(' ') })
  const [{ lines, more }, people, checks, reviews] = await Promise.all([recordOf(viewer, { part, on, by, chain }, page), whoHelpsHere(viewer), lastChecks(viewer), openReviews(viewer)])
  return json({ places: deskPlaces(viewer), part, on, by, chain, today: viewer.today, page, more, lines, people, checks, reviews })
}

export default function Audit() {
  const { t, format } = useWords()
  const { places, part, on, by, chain, today, page, more, lines, people, checks, reviews } = useLoaderData<typeof loader>()
  const form = newForm({ part, ...(on ? { on } : {}), ...(by ? { by } : {}), ...(chain ? { record: chain } : {}) })
  const to = (next: number) => `/area/audit?${new URLSearchParams({ part, ...(on ? { on } : {}), ...(by ? { by } : {}), ...(chain ? { record: chain } : {}), page: String(next) }).toString()}`
  return (
    <Page title={t('looked:audit.title')} lead={t('looked:audit.lead')} desk={{ current: 'audit', places }}>
      <Card title={t('looked:audit.checks')}>
        {checks.length === 0 ? <Empty>{t('looked:audit.notYet')}</Empty> : (
          <Rows>
            {checks.map((check) => (
              <p key={check.what}><strong>{t(`looked:audit.${check.what}`)}</strong> {check.what === 'contacts' ? format.number(check.findings) : check.findings === 0 ? t('looked:audit.right') : t('looked:audit.wrong', { count: check.findings })} <span className="soft">{format.when(check.at)}</span></p>
            ))}
          </Rows>
        )}
      </Card>
      {reviews.length > 0 ? (
        <Card title={t('looked:audit.reviews')}>
          <Rows>
            {reviews.map((one, at) => {
              const said = { name: one.by, chain: one.chain, when: format.when(one.at), day: format.day(one.dueOn) }
              return (
                <div key={at}>
                  <p>{one.reviewer === null ? t('looked:audit.emergency', said) : t('looked:audit.decision', { ...said, other: one.reviewer })} {one.dueOn < today ? <Tag tone="clay">{t('looked:audit.late')}</Tag> : null}</p>
                </div>
              )
            })}
          </Rows>
        </Card>
      ) : null}
      <form method="get">
        <Select form={form} name="part" label={t('looked:audit.part')} items={parts.map((one) => ({ value: one, text: t(`looked:parts.${one}`) }))} />
        <Select form={form} name="by" label={t('looked:audit.by')} choose={t('looked:audit.anybody')} items={people.map((one) => ({ value: one.person, text: one.name }))} />
        <Field form={form} name="record" label={t('looked:audit.which')} hint={t('looked:audit.whichHint')} width={10} dir="ltr" autoCapitalize="none" spellCheck={false} />
        <Field form={form} name="on" label={t('looked:audit.on')} hint={t('looked:audit.onHint')} width={10} dir="ltr" />
        <Actions><Button>{t('looked:audit.go')}</Button></Actions>
      </form>
      {lines.length === 0 ? <Empty>{t('looked:audit.nothing')}</Empty> : (
        <Card title={t(`looked:parts.${part}`)}>
          <Rows>
            {lines.map((line) => (
              <div key={line.id}>
                <p><strong>{line.by ? <bdi>{line.by}</bdi> : t('looked:audit.nobody')}</strong> <bdi lang="en" dir="ltr">{line.kind}</bdi></p>
                <p className="soft">{format.when(line.at)} · <bdi dir="ltr">{line.chain}</bdi>{line.because ? ` · ${line.because === 'own-words' ? t('looked:audit.ownWords') : t(`looked:because.${line.because}`)}` : null}</p>
              </div>
            ))}
          </Rows>
        </Card>
      )}
      <Pagination page={page} pages={more ? page + 1 : page} to={to} />
    </Page>
  )
}
