/** The fields of the forms of groups: making one, calling off, and taking places. */
import { z } from 'zod'
import { languageIsSaid, needFields } from '#app/domain/appointments/booking-form.ts'
import { repeats } from '#app/domain/appointments/repeat-choices.ts'
import { timeOrNone } from '#app/domain/appointments/diary-form.ts'
import { delicateFields } from '#app/domain/sharing/delicate.tsx'
import { whoSeesFields } from '#app/domain/sharing/who-sees.tsx'
import { choice, dayTyped, dayTypedOrNone, message, someOf, thing, thingOrNone, things, wallTimeTyped, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import type { AppointmentId, FamilyId, GroupDateId, MemberId, PersonId } from '#app/values/ids.ts'
import { groupModes, lengths, mostPlaces } from './group-words.ts'

export const groupRepeats = ['once', ...repeats] as const

export const groupForm = z.object({
  name: words(80), purpose: words(500), mode: choice(groupModes), place: words(300), 'from-on': dayTyped, repeat: choice(groupRepeats), 'until-on': dayTypedOrNone, time: wallTimeTyped,
  minutes: wholeNumber(lengths.least, lengths.most), places: wholeNumber(1, mostPlaces), together: things<PersonId>(),
}).superRefine((group, ctx) => {
  if (group.repeat !== 'once' && group['until-on'] === null) ctx.addIssue({ code: 'custom', path: ['until-on'], message: message('errors:dayRequired') })
})

export const callOffForm = z.object({ why: words(300) })

/** What can be said of a date that nobody leads. */
export const whoLeadsHows = ['colleague', 'another', 'off'] as const

export const whoLeadsForm = z.object({
  how: choice(whoLeadsHows), cover: thingOrNone<PersonId>(), all: someOf(['yes'] as const).transform((some) => some.length > 0), on: dayTypedOrNone, time: timeOrNone, why: wordsOrNone(300),
}).superRefine((said, ctx) => {
  if (said.how === 'off' && said.why === null) ctx.addIssue({ code: 'custom', path: ['why'], message: message('errors:required') })
  if (said.how !== 'another') return
  if (said.on === null) ctx.addIssue({ code: 'custom', path: ['on'], message: message('errors:dayRequired') })
  if (said.time === null) ctx.addIssue({ code: 'custom', path: ['time'], message: message('errors:notTime') })
})

export const cameForm = z.object({ family: thing<FamilyId>(), place: thing<AppointmentId>() })

/** All answers of whoever takes places: both pages read them all anew. */
export const placeForm = z.object({ date: thing<GroupDateId>(), about: things<MemberId>(), ...needFields, note: wordsOrNone(1000), ...whoSeesFields, ...delicateFields }).superRefine(languageIsSaid)

export const waitForm = z.object({})
