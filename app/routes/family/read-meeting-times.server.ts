/** What is sent to the page on which the day of a meeting is found. */
import { z } from 'zod'
import { may, must, type May } from '#app/access/viewer.server.ts'
import { moment } from '#app/domain/appointments/booking-form.ts'
import { addTime, askWhichSuit, dropTime, markTimes, showAnswers, type Finding } from '#app/domain/meetings/finding-a-time.server.ts'
import { markForm, marksSaid } from '#app/domain/meetings/mark-form.ts'
import type { Comes, Meeting } from '#app/domain/meetings/meetings.server.ts'
import { setSittingTime } from '#app/domain/meetings/sittings.server.ts'
import { sendTimesLink } from '#app/domain/meetings/time-links.server.ts'
import { act } from '#app/events/transact.server.ts'
import { choice, dayTyped, emailOrPhone, thing, wallTimeTyped } from '#app/http/fields.ts'
import { readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import { languages } from '#app/i18n/lang.ts'
import type { FormState } from '#app/ui/form-state.ts'
import type { MemberId } from '#app/values/ids.ts'
import { atWallTime } from '#app/values/instant.ts'

export type Answered = { readonly form: FormState; readonly status: 400 | 409 } | { readonly done: 'marked' | 'added' | 'dropped' | 'asked' | 'shown' | 'hidden' | 'set' | 'sent' }

type Viewer = May<'meetings:see'>
interface Where { readonly meeting: Meeting; readonly finding: Finding; readonly one: Comes | undefined }

const addForm = z.object({ day: dayTyped, time: wallTimeTyped })
const timeForm = z.object({ startsAt: moment })
const linkForm = z.object({ member: thing<MemberId>(), address: emailOrPhone, language: choice(languages.map(({ code }) => code)) })
const noFields = z.object({})

/** Does what the button says that was pressed; marks are what a form without a known button says. */
export async function answerTimes(viewer: Viewer, where: Where, post: Posted): Promise<Answered> {
  const { meeting, finding, one } = where
  const at = { meeting: meeting.id, sitting: finding.sitting }
  if (post.intent === 'add') return add(viewer, at, post)
  if (post.intent === 'drop' || post.intent === 'set') return oneTime(viewer, at, post)
  if (post.intent === 'link') return link(viewer, at, post)
  if (post.intent === 'ask' || post.intent === 'show' || post.intent === 'hide') {
    const read = readPosted(post, noFields)
    if (!read.ok) return { form: read.form, status: 400 }
    const said = post.intent === 'ask' ? await act(viewer, askWhichSuit, at, read.once)
      : may(viewer, 'meetings:arrange') ? await act(must(viewer, 'meetings:arrange'), showAnswers, { ...at, shown: post.intent === 'show' }, read.once) : { ok: false as const, why: 'not-there' as const }
    return said.ok ? { done: post.intent === 'ask' ? 'asked' : post.intent === 'show' ? 'shown' : 'hidden' } : { form: refusedForm(read.form, said), status: 409 }
  }
  const times = finding.times.map(({ startsAt }) => startsAt)
  const read = readPosted(post, markForm(times))
  if (!read.ok) return { form: read.form, status: 400 }
  if (!one) return { form: refusedForm(read.form, { why: 'not-there' }), status: 409 }
  const said = await act(viewer, markTimes, { meeting: meeting.id, member: one.member, ...marksSaid(times, read.data) }, read.once)
  return said.ok ? { done: 'marked' } : { form: refusedForm(read.form, said), status: 409 }
}

type At = Pick<Parameters<typeof askWhichSuit>[1], 'meeting' | 'sitting'>

async function add(viewer: Viewer, at: At, post: Posted): Promise<Answered> {
  const read = readPosted(post, addForm)
  if (!read.ok) return { form: read.form, status: 400 }
  const startsAt = atWallTime(read.data.day, read.data.time)
  if (startsAt === undefined) return { form: { ...read.form, errors: { time: { key: 'errors:notTime' } } }, status: 400 }
  const said = await act(viewer, addTime, { ...at, startsAt }, read.once)
  return said.ok ? { done: 'added' } : { form: refusedForm(read.form, said), status: 409 }
}

async function oneTime(viewer: Viewer, at: At, post: Posted): Promise<Answered> {
  const read = readPosted(post, timeForm)
  if (!read.ok) return { form: read.form, status: 400 }
  const said = post.intent === 'drop' ? await act(viewer, dropTime, { ...at, ...read.data }, read.once)
    : may(viewer, 'meetings:arrange') ? await act(must(viewer, 'meetings:arrange'), setSittingTime, { meeting: at.meeting, number: at.sitting, ...read.data }, read.once) : { ok: false as const, why: 'not-there' as const }
  return said.ok ? { done: post.intent === 'drop' ? 'dropped' : 'set' } : { form: refusedForm(read.form, said), status: 409 }
}

async function link(viewer: Viewer, at: At, post: Posted): Promise<Answered> {
  const read = readPosted(post, linkForm)
  if (!read.ok) return { form: read.form, status: 400 }
  const said = await act(viewer, sendTimesLink, { meeting: at.meeting, member: read.data.member, to: read.data.address, lang: read.data.language }, read.once)
  return said.ok ? { done: 'sent' } : { form: refusedForm(read.form, said), status: 409 }
}
