/** The fields of the form that keeps a date that matters: which of them are read follows from what it is. */
import { z } from 'zod'
import { choice, dayTyped, dayTypedOrNone, message, someOf, thing, things, wallTimeTyped, words } from '#app/http/fields.ts'
import { whoSeesFields } from '#app/domain/sharing/who-sees.tsx'
import { readPosted, type Posted } from '#app/http/read-form.ts'
import { feasts } from '#app/values/feasts.ts'
import type { FamilyDateId, MemberId } from '#app/values/ids.ts'
import { weekdayValues } from './date-kinds.ts'
import type { NewDate } from './dates.server.ts'

const all = { about: things<MemberId>(), ...whoSeesFields }
const feastsForm = z.object({ what: choice(['feasts']), feasts: someOf(feasts).refine((some) => some.length > 0, message('errors:chooseOne')), ...all })
const ownForm = z.object({ what: choice(['own']), words: words(100), from: dayTyped, until: dayTypedOrNone, often: choice(['once', 'yearly']), ...all })
const weeklyForm = z.object({ what: choice(['weekly']), 'week-words': words(100), weekday: choice(weekdayValues), 'from-time': wallTimeTyped, 'until-time': wallTimeTyped, ...all })
const schoolForm = z.object({ what: choice(['school']), ...all })

/** Reads the form by what was chosen; where nothing was, it says so. */
export function readDate(post: Posted) {
  switch (post.values.what) {
    case 'feasts': {
      const read = readPosted(post, feastsForm)
      return read.ok ? { ...read, date: { what: 'feasts', feasts: read.data.feasts } satisfies NewDate } : read
    }
    case 'own': {
      const read = readPosted(post, ownForm)
      return read.ok ? { ...read, date: { what: read.data.often, words: read.data.words, from: read.data.from, until: read.data.until ?? read.data.from } satisfies NewDate } : read
    }
    case 'weekly': {
      const read = readPosted(post, weeklyForm)
      return read.ok ? { ...read, date: { what: 'weekly', words: read.data['week-words'], weekday: Number(read.data.weekday), from: read.data['from-time'], until: read.data['until-time'] } satisfies NewDate } : read
    }
    case undefined:
    default: {
      const read = readPosted(post, schoolForm)
      return read.ok ? { ...read, date: { what: 'school' } satisfies NewDate } : read
    }
  }
}

export const dropForm = z.object({ date: thing<FamilyDateId>() })
