import type { ReactNode } from 'react'
import { languages } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import type { Instant } from '#app/values/instant.ts'
import type { TimesData } from './meeting-times.tsx'

/** What suits whom, for whoever may read it; and for whoever gets the meeting ready, the button that sets the day. */
export function WhatSuits({ data }: { data: TimesData }): ReactNode {
  const { t, format } = useWords()
  const { finding, coordinates, once } = data
  if (!finding.silent) return null
  const names = (startsAt: string, mark: string) => format.list(finding.times.find((one) => one.startsAt === startsAt)!.said!.filter((one) => one.mark === mark).map((one) => one.name))
  return (
    <Card title={t('ready:suits.title')}>
      <p>{finding.silent.length === 0 ? t('ready:suits.all') : t('ready:suits.silent', { names: format.list(finding.silent.map((one) => one.name)) })}</p>
      <Rows>
        {finding.times.map(({ startsAt, said }) => (
          <div key={startsAt}>
            <p><strong>{format.when(startsAt as Instant)}</strong></p>
            {(['yes', 'if-need-be', 'no'] as const).map((mark) => (said!.some((one) => one.mark === mark) ? <p key={mark}>{t(`ready:suits.${mark}`, { names: names(startsAt, mark) })}</p> : null))}
            {coordinates && data.set !== startsAt ? (
              <Form once={once[`set ${startsAt}`]!}>
                <input type="hidden" name="startsAt" value={startsAt} />
                <Actions><Button intent="set" kind="quiet">{t('ready:suits.set')}<span className="vh">{`: ${format.when(startsAt as Instant)}`}</span></Button></Actions>
              </Form>
            ) : null}
          </div>
        ))}
      </Rows>
      {coordinates ? (
        <Form once={once['show']!}>
          <p className="soft">{t(finding.shown ? 'ready:suits.shown' : finding.canShow ? 'ready:suits.hidden' : 'ready:suits.keptHidden')}</p>
          {finding.canShow ? <Actions><Button intent={finding.shown ? 'hide' : 'show'} kind="quiet">{t(finding.shown ? 'ready:suits.hide' : 'ready:suits.show')}</Button></Actions> : null}
        </Form>
      ) : null}
    </Card>
  )
}

/** The times that are asked of: added, taken out, and asked. */
export function ArrangeTimes({ data, form }: { data: TimesData; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const { finding, once } = data
  return (
    <Card title={t('ready:times.arrange')}>
      {finding.times.length === 0 ? <Empty>{t('ready:times.none')}</Empty> : (
        <Rows>
          {finding.times.map(({ startsAt }) => (
            <Form key={startsAt} once={once[`drop ${startsAt}`]!}>
              <input type="hidden" name="startsAt" value={startsAt} />
              <div className="beside">
                <p>{format.when(startsAt as Instant)}</p>
                <Button intent="drop" kind="link">{t('ready:times.drop')}<span className="vh">{`: ${format.when(startsAt as Instant)}`}</span></Button>
              </div>
            </Form>
          ))}
        </Rows>
      )}
      {finding.times.length > 1 ? (
        <Form once={once['ask']!}>
          <p className="soft">{t(finding.asked ? 'ready:times.askedAlready' : 'ready:times.askText')}</p>
          <Actions><Button intent="ask" kind={finding.asked ? 'quiet' : 'main'}>{t(finding.asked ? 'ready:times.askAgain' : 'ready:times.ask')}</Button></Actions>
        </Form>
      ) : null}
      <Details summary={t('ready:times.add')} open={finding.times.length < 2 || form.errors.day !== undefined || form.errors.time !== undefined}>
        <Form once={once['add']!}>
          <DateField form={form} name="day" legend={t('ready:sitting.day')} />
          <Field form={form} name="time" label={t('ready:sitting.time')} hint={t('ready:sitting.timeHint')} width={5} inputMode="numeric" autoComplete="off" />
          <Actions><Button intent="add" kind="quiet">{t('ready:times.addGo')}</Button></Actions>
        </Form>
      </Details>
    </Card>
  )
}

/** Those who have no account: what suits them is said for them, or by a link. */
export function OthersToAsk({ data, form }: { data: TimesData; form: FormState }): ReactNode {
  const { t } = useWords()
  const { others, finding, family, id, once } = data
  if (others.length === 0 || !finding.asked) return null
  const languageFirst: FormState = 'language' in form.values ? form : { ...form, values: { ...form.values, language: 'en' } }
  return (
    <Card title={t('ready:others.title')}>
      <Rows>{others.map((one) => <p key={one.member}><a href={`/families/${family}/meetings/${id}/times?for=${one.member}`}>{t('ready:times.titleFor', { name: one.name })}</a></p>)}</Rows>
      <Details summary={t('ready:link.title')} open={form.errors.address !== undefined || form.errors.member !== undefined}>
        <Form once={once['link']!}>
          <p className="soft">{t('ready:link.text')}</p>
          <Radios form={form} name="member" legend={t('ready:link.who')} items={others.map((one) => ({ value: one.member, text: <bdi>{one.name}</bdi> }))} />
          <Field form={form} name="address" label={t('people:invite.address')} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" />
          <Radios form={languageFirst} name="language" legend={t('people:invite.language')} inline items={languages.map(({ code, ownName }) => ({ value: code, text: ownName, lang: code }))} />
          <Actions><Button intent="link" kind="quiet">{t('ready:link.go')}</Button></Actions>
        </Form>
      </Details>
    </Card>
  )
}
