/** The fields of the form that writes one entry of the plan for when things get harder: which are read follows from its part. */
import { z } from 'zod'
import { delicateFields } from '#app/domain/sharing/delicate.tsx'
import { whoSeesFields } from '#app/domain/sharing/who-sees.tsx'
import { message, thing, thingOrNone, things, words, wordsOrNone } from '#app/http/fields.ts'
import { readPosted, type Posted } from '#app/http/read-form.ts'
import { asciiDigits } from '#app/values/digits.ts'
import type { BackupId, MemberId } from '#app/values/ids.ts'
import type { BackupPart } from '#db/schema-backup.ts'
import type { BackupWords, NewBackup } from './backup.server.ts'

/** Any number that can be dialled, 999 and 111 too, as it was typed. */
const dialled = words(30).transform((text, ctx) => {
  const number = asciiDigits(text)
  if (/^\+?\d[\d ()-]{2,}$/.test(number)) return number
  ctx.addIssue({ code: 'custom', message: message('errors:notPhone') })
  return z.NEVER
})

const all = { ...whoSeesFields, ...delicateFields }
const saidForm = z.object({ words: words(1000), ...all })
const starterForm = z.object({ starters: things<MemberId>().refine((some) => some.length > 0, message('errors:chooseOne')), ...all })
const careForm = z.object({ child: thing<MemberId>(), owner: thing<MemberId>(), words: words(1000), school: wordsOrNone(1000), medicine: wordsOrNone(1000), sleep: wordsOrNone(1000), comfort: wordsOrNone(1000), ...all })
const callForm = z.object({ owner: thingOrNone<MemberId>(), name: wordsOrNone(100), phone: dialled, words: wordsOrNone(500), ...all })
  .superRefine((data, ctx) => {
    if (data.owner === null && data.name === null) ctx.addIssue({ code: 'custom', path: ['name'], message: message('errors:required') })
  })

/** Reads the form of a part. */
export function readBackup(post: Posted, part: BackupPart) {
  switch (part) {
    case 'sign':
    case 'start': {
      const read = readPosted(post, saidForm)
      return read.ok ? { ...read, entry: { part, words: read.data.words } satisfies NewBackup } : read
    }
    case 'starter': {
      const read = readPosted(post, starterForm)
      return read.ok ? { ...read, entry: { part, owners: read.data.starters } satisfies NewBackup } : read
    }
    case 'care': {
      const read = readPosted(post, careForm)
      if (!read.ok) return read
      const { owner, child, words: said, school, medicine, sleep, comfort } = read.data
      return { ...read, entry: { part, owner, child, words: said, know: { school, medicine, sleep, comfort } } satisfies NewBackup }
    }
    case 'call': {
      const read = readPosted(post, callForm)
      return read.ok ? { ...read, entry: { part, owner: read.data.owner, name: read.data.name, phone: read.data.phone, words: read.data.words } satisfies NewBackup } : read
    }
  }
}

const changedForms = {
  sign: z.object({ words: words(1000) }), start: z.object({ words: words(1000) }),
  care: z.object({ words: words(1000), school: wordsOrNone(1000), medicine: wordsOrNone(1000), sleep: wordsOrNone(1000), comfort: wordsOrNone(1000) }),
  call: z.object({ phone: dialled, words: wordsOrNone(500) }),
} as const

/** Reads the form that says an entry of a part in other words. */
export function readChanged(post: Posted, part: Exclude<BackupPart, 'starter'>) {
  const read = readPosted<z.ZodObject>(post, changedForms[part])
  if (!read.ok) return read
  const said: Partial<Omit<BackupWords, 'id' | 'lang'>> = read.data
  return { ...read, said: { words: said.words ?? null, phone: said.phone ?? null, school: said.school ?? null, medicine: said.medicine ?? null, sleep: said.sleep ?? null, comfort: said.comfort ?? null } }
}

export const entryForm = z.object({ entry: thing<BackupId>() })
