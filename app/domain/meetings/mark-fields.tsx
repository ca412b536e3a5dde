/** The times that somebody is asked of, each with "suits me", "if need be" and "does not". */
import type { ReactNode } from 'react'
import { timeBoth } from '#app/i18n/time-both.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Radios } from '#app/ui/choices.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import type { Instant } from '#app/values/instant.ts'
import { countryOf } from '#app/values/zones.ts'
import { meetingMarks } from './finding-words.ts'
import { markField, readField } from './mark-form.ts'

/** `shown`: those who come with them read what they answer, as the page says. */
export function MarkFields({ form, times, zone, shown }: { form: FormState; times: readonly { readonly startsAt: string; readonly own: string | null }[]; zone: string | null; shown: boolean }): ReactNode {
  const words = useWords()
  const { t, format } = words
  const both = (at: Instant) => (zone === null || format.time(at) === format.timeIn(at, zone) ? undefined : timeBoth(words, at, { zone, place: format.country(countryOf(zone) ?? zone) }))
  return <><input type="hidden" name={readField} value={shown ? 'all' : ''} />{times.map(({ startsAt, own }) => {
    const name = markField(startsAt)
    const filled = name in form.values || own === null ? form : { ...form, values: { ...form.values, [name]: own } }
    return (
      <Radios key={startsAt} form={filled} name={name} legend={format.when(startsAt as Instant)} hint={both(startsAt as Instant)} inline
        items={meetingMarks.map((value) => ({ value, text: t(`ready:marks.${value}`) }))} />
    )
  })}</>
}
