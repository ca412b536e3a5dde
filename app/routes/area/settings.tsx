import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { ownSettingsOf, saveSettings, seenOf, settingsShape, type SettingKey, type Settings } from '#app/domain/area/settings.server.ts'
import { bankHolidaysOf } from '#app/domain/area/bank-holidays.server.ts'
import { relativesPaid } from '#app/domain/area/spend-kinds.ts'
import { youngAsks } from '#app/domain/area/young-asks.ts'
import { nations } from '#app/domain/area/nations.ts'
import { senderName } from '#app/domain/area/sender-names.ts'
import { act } from '#app/events/transact.server.ts'
import { accountNumberOrNone, sortCodeOrNone } from '#app/http/account-fields.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, message, poundsOrNothing, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, readForm, refusedForm } from '#app/http/read-form.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios } from '#app/ui/choices.tsx'
import { Field, MoneyField, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm, valueOf, type FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { asciiDigits } from '#app/values/digits.ts'
import { day } from '#app/values/instant.ts'
import { poundsTyped } from '#app/values/money.ts'
import { deskPlaces } from '../desk/desk-places.ts'

export const handle = titled('area:settings.title')

function quarters(min: number, max: number) {
  const wrong = message('errors:quarters', { min, max })
  return wholeNumber(min, max).refine((minutes) => minutes % 15 === 0, wrong)
}

/** One on each line; the first that is not right is said by the key `wrong`. */
function eachLine(isRight: (line: string) => boolean, wrong: string) {
  return z.unknown().transform((given, ctx): string[] => {
    const lines = (typeof given === 'string' ? given : '').split('\n').map((line) => line.trim()).filter((line) => line !== '')
    const odd = lines.find((line) => !isRight(line))
    if (odd === undefined) return [...new Set(lines)]
    ctx.addIssue({ code: 'custom', message: message(wrong, { line: odd.slice(0, 40) }) })
    return z.NEVER
  })
}

/** Days; each must exist. Digits of any script. */
const holidays = eachLine((line) => isDay(asciiDigits(line)), 'errors:notDays').transform((lines) => [...new Set(lines.map(asciiDigits))].sort())
/** A first and a last day on each line, in order. */
const schoolHolidays = eachLine((line) => { const [from = '', until = '', more] = asciiDigits(line).split(/\s+/); return more === undefined && isDay(from) && isDay(until) && from <= until }, 'errors:notSpans')
  .transform((lines) => [...new Set(lines.map((line) => asciiDigits(line).split(/\s+/).join(' ')))].sort()).refine((lines) => lines.length <= 60, message('errors:tooManyLines', { max: 60 }))
const senderNames = eachLine((line) => senderName.test(line), 'errors:notSenderName').refine((names) => names.length <= 20, message('errors:tooManyLines', { max: 20 }))

function isDay(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && day(text) === text
  } catch {
    return false
  }
}

const days = wholeNumber(1, 365)
const missSteps = ['nothing', 'call', 'visit', 'talk'] as const
const minutes = quarters(15, 240)

const settingsForm = z.object({
  payerName: wordsOrNone(70).transform((name) => name ?? ''), payerSortCode: sortCodeOrNone, payerNumber: accountNumberOrNone, runRelease: choice(['one', 'two']),
  areaName: words(80), areaPhone: words(40), leadLimitPence: poundsOrNothing, managerLimitPence: poundsOrNothing,
  managerLinePence: poundsOrNothing, managerBudgetPence: poundsOrNothing, limitDays: days, panelSize: wholeNumber(1, 9), panelPapersDays: days, decisionDays: days,
  helpDays: days, appointmentNoticeHours: wholeNumber(0, 336), bookingDaysAhead: days, visitOfferDays: days, travelMinutes: quarters(0, 120), homeMinutes: minutes, phoneMinutes: minutes,
  videoMinutes: minutes, centreMinutes: minutes, schoolMinutes: minutes, invitationDays: days, keepsFromAge: wholeNumber(5, 18), ownFromAge: wholeNumber(11, 18), handOverDays: days, reviewDays: days, carerDays: days, erasureDays: days, needDays: days, thingLinkDays: days, meetingGuestDays: days, handBackDays: days, followUpDays: days, movesNoticed: wholeNumber(2, 20), secondMiss: choice(missSteps), thirdMiss: choice(missSteps), lateOwnerDays: days, lateLeadDays: days, lateManagerDays: days, planReviewDays: days, planReviewMostDays: days, changeDays: days,
  pictureKilobytes: wholeNumber(100, 8_000), soundKilobytes: wholeNumber(100, 8_000), emergencyMinutes: wholeNumber(1, 60), emergencyReviewDays: days, secondStep: choice(['own-device', 'sent-code-too']), noticeLinkDays: days, senderNames, nation: choice(nations), holidays, schoolHolidays,
  capDays: days, relativePaid: choice(relativesPaid), approvalDays: days, draftDays: days, orderDays: days,
  endNoticeDays: days, stayAnswerDays: days, deliveryAnswerDays: days,
  receiptMostPence: poundsOrNothing,
  youngAsk: choice(youngAsks),
} satisfies Record<Exclude<SettingKey, 'kindRules'>, z.ZodType>)
const seenForm = settingsForm.extend({ seen: z.string().catch('') })

const sums = ['leadLimitPence', 'managerLimitPence', 'managerLinePence', 'managerBudgetPence', 'receiptMostPence'] as const satisfies readonly SettingKey[]

function asTyped(settings: Settings): FormState['values'] {
  const { holidays: free, schoolHolidays: school, senderNames: names, kindRules: _, ...others } = settings
  return {
    ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, String(value)])),
    ...Object.fromEntries(sums.map((key) => [key, poundsTyped(settings[key])])), holidays: free.join('\n'), schoolHolidays: school.join('\n'), senderNames: names.join('\n'),
  }
}

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'settings:keep')
  const settings = await ownSettingsOf(viewer.db)
  const bankHolidays = await bankHolidaysOf(viewer.db, settings.nation, viewer.today)
  return json({ places: deskPlaces(viewer), bankHolidays, values: asTyped(settings), seen: seenOf(settings), kept: await keptForm(request), once: newFormId(), done: doneIn(request, ['saved']) })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'settings:keep')
  const read = await readForm(request, seenForm)
  if (!read.ok) return json({ form: read.form }, 400)
  if (read.data.managerLimitPence < read.data.leadLimitPence) {
    return json({ form: { ...read.form, errors: { managerLimitPence: { key: 'errors:limitsOrder' } } } }, 400)
  }
  const { seen, ...values } = read.data
  const answer = await act(viewer, saveSettings, { seen, values }, read.once)
  if (answer.ok) return doneAt('/area/settings', 'saved')
  const form = refusedForm(read.form, answer)
  if (answer.why !== 'settings-changed-meanwhile') return json({ form }, 409)
  return json({ form: besideNew(form, await ownSettingsOf(viewer.db)) }, 409)
}

/**
 * What was typed beside the settings as they are now: where the page's own value was left as it was, the new one takes its
 * place, and each that moved says so. Sent again, it is a change of what is shown then.
 */
function besideNew(form: FormState, settings: Settings): FormState {
  const now = asTyped(settings)
  const shown = settingsSeen(valueOf(form, 'seen'))
  const values: FormState['values'] = { ...form.values, seen: seenOf(settings) }
  const errors = { ...form.errors }
  for (const key of Object.keys(now)) {
    if (shown && shown[key] === now[key]) continue
    if (!shown && form.values[key] === now[key]) continue
    if (shown && form.values[key] === shown[key]) values[key] = now[key]!
    errors[key] = { key: 'errors:changedMeanwhile', values: { value: String(now[key]).replaceAll('\n', ', ') } }
  }
  return { values, errors }
}

function settingsSeen(text: string): FormState['values'] | undefined {
  try {
    return asTyped(settingsShape.parse(JSON.parse(text)))
  } catch {
    return undefined
  }
}

export default function AreaSettings() {
  const { t, format } = useWords()
  const { places, bankHolidays, values, seen, kept, once, done } = useLoaderData<typeof loader>()
  const form = useActionData<typeof action>()?.form ?? kept ?? newForm(values)
  const number = (name: Exclude<SettingKey, 'areaName' | 'areaPhone' | (typeof sums)[number] | 'secondStep' | 'secondMiss' | 'thirdMiss' | 'nation' | 'holidays' | 'schoolHolidays' | 'senderNames' | 'kindRules' | 'relativePaid' | 'payerName' | 'payerSortCode' | 'payerNumber' | 'runRelease' | 'youngAsk'>, hint?: string) => (
    <Field form={form} name={name} label={t(`area:settings.${name}`)} hint={hint} width={4} inputMode="numeric" autoComplete="off" />
  )
  return (
    <Page title={t('area:settings.title')} lead={t('area:settings.lead')} desk={{ current: 'settings', places }} errors={form.errors} done={done ? t('area:settings.saved') : undefined}>
      <Form once={once}>
        <input type="hidden" name="seen" value={valueOf(form, 'seen') || seen} />
        <Card title={t('area:settings.words')}>
          <Field form={form} name="areaName" label={t('area:settings.areaName')} autoComplete="off" />
          <Field form={form} name="areaPhone" label={t('area:settings.areaPhone')} hint={t('area:settings.areaPhoneHint')} type="tel" width={20} autoComplete="off" />
        </Card>
        <Card title={t('area:settings.money')}>
          <MoneyField form={form} name="leadLimitPence" label={t('area:settings.leadLimit')} hint={t('area:settings.limitHint')} />
          <MoneyField form={form} name="managerLimitPence" label={t('area:settings.managerLimit')} hint={t('area:settings.limitHint')} />
          <MoneyField form={form} name="managerLinePence" label={t('area:settings.managerLine')} hint={t('area:settings.managerLineHint')} />
          <MoneyField form={form} name="managerBudgetPence" label={t('area:settings.managerBudget')} hint={t('area:settings.managerBudgetHint')} />
          <MoneyField form={form} name="receiptMostPence" label={t('receipts:setting')} hint={t('receipts:settingHint')} />
          {number('limitDays')}
          {number('panelSize')}
          {number('panelPapersDays')}
          {number('capDays')}
          {number('approvalDays')}
          {number('draftDays')}
          <Radios form={form} name="youngAsk" legend={t('young:setting.legend')} hint={t('young:setting.hint')} items={youngAsks.map((value) => ({ value, text: t(`young:setting.${value}`) }))} />
          <Radios form={form} name="relativePaid" legend={t('area:settings.relativePaid')} items={(['yes', 'exception', 'no'] as const).map((value) => ({ value, text: t(`rules:may.${value}`) }))} />
          <p><a href="/area/spending-rules">{t('rules:toPage')}</a></p>
        </Card>
        <Card title={t('paying:setting.title')}>
          <Field form={form} name="payerName" label={t('paying:setting.name')} hint={t('paying:setting.hint')} autoComplete="off" />
          <Field form={form} name="payerSortCode" label={t('paying:setting.sort')} hint={t('paying:account.sortHint')} width={10} inputMode="numeric" autoComplete="off" />
          <Field form={form} name="payerNumber" label={t('paying:setting.number')} hint={t('paying:account.numberHint')} width={10} inputMode="numeric" autoComplete="off" />
          <Radios form={form} name="runRelease" legend={t('paying:setting.release')} items={(['one', 'two'] as const).map((value) => ({ value, text: t(`paying:setting.${value}`) }))} />
        </Card>
        <Card title={t('area:settings.promises')}>
          {number('helpDays')}
          {number('decisionDays')}
          {number('orderDays')}
          {number('endNoticeDays')}
          {number('stayAnswerDays')}
          {number('deliveryAnswerDays')}
          {number('handOverDays')}
          {number('carerDays')}
          {number('needDays')}
          {number('planReviewDays')}
          {number('planReviewMostDays')}
          {number('changeDays')}
          {number('handBackDays')}
          {number('followUpDays')}
          {(['secondMiss', 'thirdMiss'] as const).map((name) => <Radios key={name} form={form} name={name} legend={t(`after:setting.${name}`)} hint={t('after:setting.hint')} items={missSteps.map((value) => ({ value, text: t(`after:setting.${value}`) }))} />)}
          {number('movesNoticed')}
          {number('lateOwnerDays')}
          {number('lateLeadDays')}
          {number('lateManagerDays')}
          {number('erasureDays')}
          {number('reviewDays')}
        </Card>
        <Card title={t('area:settings.files')}>
          {number('pictureKilobytes')}
          {number('soundKilobytes')}
        </Card>
        <Card title={t('area:settings.appointments')}>
          {number('appointmentNoticeHours')}
          {number('bookingDaysAhead')}
          {number('visitOfferDays')}
          {number('travelMinutes', t('area:settings.quarterHint'))}
          {number('homeMinutes', t('area:settings.quarterHint'))}
          {number('phoneMinutes', t('area:settings.quarterHint'))}
          {number('videoMinutes', t('area:settings.quarterHint'))}
          {number('centreMinutes', t('area:settings.quarterHint'))}
          {number('schoolMinutes', t('area:settings.quarterHint'))}
        </Card>
        <Card title={t('area:settings.others')}>
          <Radios form={form} name="secondStep" legend={t('locks:setting.legend')} hint={t('locks:setting.hint')} items={(['own-device', 'sent-code-too'] as const).map((value) => ({ value, text: t(`locks:setting.${value}`) }))} />
          {number('invitationDays')}
          {number('noticeLinkDays')}
          {number('thingLinkDays')}
          {number('meetingGuestDays')}
          <TextArea form={form} name="senderNames" label={t('area:settings.senderNames')} hint={t('area:settings.senderNamesHint')} rows={4} />
          {number('keepsFromAge')}
          {number('ownFromAge')}
          {number('emergencyMinutes')}
          {number('emergencyReviewDays')}
          <Radios form={form} name="nation" legend={t('area:settings.nation')} hint={t('area:settings.nationHint')} items={nations.map((value) => ({ value, text: t(`area:settings.nations.${value}`) }))} />
          <Details summary={t('area:settings.bankHolidays')}><ul lang="en" dir="ltr">{bankHolidays.map((one) => <li key={one.on}>{`${format.day(one.on)}: ${one.name}`}</li>)}</ul></Details>
          <TextArea form={form} name="holidays" label={t('area:settings.holidays')} hint={t('area:settings.holidaysHint')} rows={12} />
          <TextArea form={form} name="schoolHolidays" label={t('area:settings.schoolHolidays')} hint={t('area:settings.schoolHolidaysHint')} rows={8} />
        </Card>
        <Actions><Button intent="save">{t('area:settings.save')}</Button></Actions>
      </Form>
    </Page>
  )
}
