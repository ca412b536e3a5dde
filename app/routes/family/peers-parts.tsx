import type { ReactNode } from 'react'
import { z } from 'zod'
import { choice, dayTyped, thing, words } from '#app/http/fields.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { asciiDigits } from '#app/values/digits.ts'
import { dayAt, type Day, type Instant } from '#app/values/instant.ts'

/** Somebody who agreed, and that nobody was found yet. */
export const foundForm = z.object({ peer: thing<string>(), 'peer-name': words(60, 'errors:sayName'), 'peer-reach': words(120), agreed: dayTyped, sure: choice(['yes'], 'errors:tickToGoOn') })
export const lookOnForm = z.object({ peer: thing<string>(), words: words(500), until: dayTyped })
export const stopForm = z.object({ peer: thing<string>() })

interface Shown {
  readonly id: string; readonly state: 'asked' | 'agreed' | 'ended'; readonly askedOn: string; readonly firstName: string | null; readonly reach: string | null; readonly words: string | null; readonly lang: string
  readonly dueOn: string | null; readonly said: { readonly words: string; readonly lang: string } | null; readonly peer: { readonly name: string; readonly reach: string; readonly agreedOn: string } | null
  readonly endedBy: 'asker' | 'peer' | null; readonly likeness: 'parent' | 'young-person' | 'carer'
}

/** A way to reach somebody as they said it: a number can be rung by a tap. */
function Reach({ said }: { said: string }): ReactNode {
  return /^\+?[\d\s()-]{6,20}$/.test(asciiDigits(said)) ? <PhoneLink number={said} /> : <bdi>{said}</bdi>
}

/** What one of them asked for: how it stands, what the other may know, and whom to ring. `by` is the asker's name for whoever looks; null for the asker. */
export function PeerAsked({ asked, by, today, looks, children }: { asked: Shown; by: string | null; today: string; looks: string | null; children?: ReactNode }): ReactNode {
  const { t, format } = useWords()
  const who = looks ?? t('peers:team')
  const { peer } = asked
  return (
    <Card tone={asked.state === 'asked' ? 'next' : 'plain'} title={by === null ? t('peers:mine') : t('peers:of', { name: by })}>
      <p><Tag tone={asked.state === 'asked' ? 'sun' : asked.state === 'agreed' ? 'leaf' : 'grey'}>{t(`peers:state.${asked.state}`)}</Tag></p>
      {asked.dueOn ? <p>{t(asked.dueOn < today ? 'peers:late' : 'peers:due', { day: format.day(asked.dueOn as Day), name: who })}</p> : null}
      {asked.said ? <p><Said lang={asked.said.lang}>{asked.said.words}</Said></p> : null}
      {peer ? (
        <>
          <p>{t(by === null ? 'peers:found' : 'peers:foundOf', { name: peer.name })}</p>
          <p><strong><Reach said={peer.reach} /></strong></p>
          <p>{by === null ? t('peers:youAgreed', { day: format.day(dayAt(asked.askedOn as Instant)) }) : t('peers:theyAgreed', { name: by, day: format.day(dayAt(asked.askedOn as Instant)) })} {t('peers:theyAgreed', { name: peer.name, day: format.day(peer.agreedOn as Day) })}</p>
          <p className="soft">{t('peers:noAccount')}</p>
        </>
      ) : null}
      {asked.firstName !== null ? (
        <>
          <h3>{by === null ? t('peers:knows') : t('peers:knowsOf')}</h3>
          <SummaryList rows={[
            { key: t('peers:row.likeness'), value: t(`peers:likeness.${asked.likeness}`) },
            { key: t('peers:row.name'), value: <bdi>{asked.firstName}</bdi> }, { key: t(by === null ? 'peers:row.reachYou' : 'peers:row.reach'), value: <Reach said={asked.reach!} /> },
            { key: t('peers:row.words'), value: <Said lang={asked.lang}>{asked.words}</Said> },
          ]} />
        </>
      ) : null}
      {asked.state === 'ended' ? <p>{asked.endedBy === 'peer' ? t('peers:ended.peer') : by === null ? t('peers:ended.asker') : t('peers:ended.askerOf', { name: by })}</p> : null}
      {children}
    </Card>
  )
}

/** For whoever looks: somebody said yes, or nobody yet. */
export function FoundFields({ form, peer, once }: { form: FormState; peer: string; once: readonly [string, string] }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Details summary={t('peers:answer.title')} open={'peer-name' in form.values}>
        <Form once={once[0]}>
          <input type="hidden" name="peer" value={peer} />
          <Field form={form} name="peer-name" label={t('peers:answer.name')} autoComplete="off" />
          <Field form={form} name="peer-reach" label={t('peers:answer.reach')} hint={t('peers:answer.reachHint')} autoComplete="off" />
          <DateField form={form} name="agreed" legend={t('peers:answer.agreed')} />
          <Checkboxes form={form} name="sure" legend={t('peers:answer.sure')} items={[{ value: 'yes', text: t('peers:answer.sureYes') }]} />
          <Actions><Button intent="found">{t('peers:answer.go')}</Button></Actions>
        </Form>
      </Details>
      <Details summary={t('peers:answer.none')} open={'until-day' in form.values}>
        <Form once={once[1]}>
          <input type="hidden" name="peer" value={peer} />
          <TextArea form={form} name="words" label={t('peers:answer.words')} rows={3} limit={500} />
          <DateField form={form} name="until" legend={t('peers:answer.until')} />
          <Actions><Button intent="look-on">{t('peers:answer.lookOn')}</Button></Actions>
        </Form>
      </Details>
    </>
  )
}

/** Either of both stops: the asker for themselves, whoever noted the other for them. */
export function StopPeer({ peer, once, intent }: { peer: string; once: string; intent: 'stop' | 'peer-stopped' }): ReactNode {
  const { t } = useWords()
  return (
    <Details summary={t(intent === 'stop' ? 'peers:stop.title' : 'peers:stop.peerTitle')}>
      <Form once={once}>
        <p>{t(intent === 'stop' ? 'peers:stop.text' : 'peers:stop.peerText')}</p>
        <input type="hidden" name="peer" value={peer} />
        <Actions><Button intent={intent} kind="warning">{t('peers:stop.go')}</Button></Actions>
      </Form>
    </Details>
  )
}
