import { json } from '@remix-run/node'
import { z } from 'zod'
import type { RemindedMay } from '#app/access/viewer.server.ts'
import { timeForm } from '#app/domain/appointments/booking-form.ts'
import { changeByLink, mattersByLink, remindedIn, timesByLink, visitByLink, warnedByLink, wordByLink } from '#app/domain/appointments/by-link.server.ts'
import { weekOfTimes, type FreeTime } from '#app/domain/appointments/times.ts'
import { langOf, linkLanguageCookie } from '#app/domain/area/shell.server.ts'
import { doneIn } from '#app/http/done.ts'
import { secret, wholeNumber, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { goTo } from '#app/http/set-cookies.ts'
import type { FormState } from '#app/ui/form-state.ts'

const seenForm = z.object({ sequence: wholeNumber(0, 999_999_999) })
const moveForm = timeForm.extend(seenForm.shape)
const cancelForm = seenForm.extend({ why: wordsOrNone(1000) })
const wordForm = z.object({ word: secret(40) })

/** What the page of a reminder's link holds; undefined where the token is of none. Looking changes nothing. */
export async function visitOf(request: Request, token: string) {
  const found = await remindedIn(request, token)
  if (!found) return undefined
  const once = newFormId()
  if (!found.open) return { open: false as const, once, token }
  const { holder } = found
  const query = new URL(request.url).searchParams
  const visit = await visitByLink(holder)
  const asked = visit.mayChange ? query.get('change') : null
  const week = query.get('week')
  return {
    open: true as const, once, token, visit, asked: asked === 'time' || asked === 'cancel' ? asked : null, done: doneIn(request, ['moved']),
    week: asked === 'time' ? weekOfTimes(await timesByLink(holder), holder.today, /^\d{1,2}$/.test(week ?? '') ? Number(week) : null) : null,
    matters: asked === 'time' ? await mattersByLink(holder) : [],
    full: `/families/${holder.family}/appointments/${holder.appointment}`,
  }
}

/** Answers what was sent to the page of a reminder's link; undefined where the token is of none. */
export async function actOnVisit(request: Request, token: string, clientAddress: string) {
  const found = await remindedIn(request, token)
  if (!found) return undefined
  const post = await posted(request)
  const wrong = (form: FormState, status: number, nearest: FreeTime[] = [], warned: Awaited<ReturnType<typeof warnedByLink>> = null) => json({ form: 'sequence' in form.errors ? { ...form, errors: { '': { key: 'errors:formGone' } } } : form, nearest, warned }, status)
  if (!found.open) {
    const read = readPosted(post, wordForm)
    if (!read.ok) return wrong({ ...read.form, values: {} }, 400)
    const answer = await wordByLink(token, found.holder, read.data.word, clientAddress)
    return answer.ok ? goTo(`/do/${token}`, [answer.cookie]) : wrong(refusedForm({ values: {}, errors: {} }, answer), answer.why === 'wait-a-little' ? 429 : 400)
  }
  const { holder } = found
  if (post.intent === 'move') {
    const read = readPosted(post, moveForm)
    if (!read.ok) return wrong(read.form, 400)
    const warned = post.values.known === read.data.time ? null : await warnedByLink(holder, read.data.time)
    if (warned) return wrong(read.form, 409, [], warned)
    const answer = await changeByLink(holder, { how: 'move', sequence: read.data.sequence, startsAt: read.data.time }, token, clientAddress, read.once)
    if (answer.ok) return goTo(`/do/${token}?done=moved`)
    return wrong(refusedForm(read.form, answer), answer.why === 'wait-a-little' ? 429 : 409, answer.why === 'time-taken' ? await nearest(holder, read.data.time) : [])
  }
  if (post.intent === 'cancel') {
    const read = readPosted(post, cancelForm)
    if (!read.ok) return wrong(read.form, 400)
    const lang = await langOf(request)
    const answer = await changeByLink(holder, { how: 'cancel', sequence: read.data.sequence, words: read.data.why, lang }, token, clientAddress, read.once)
    return answer.ok ? goTo('/do/cancelled', [linkLanguageCookie(lang)]) : wrong(refusedForm(read.form, answer), answer.why === 'wait-a-little' ? 429 : 409)
  }
  return wrong({ values: post.values, errors: { '': { key: 'errors:formGone' } } }, 400)
}

function nearest(holder: RemindedMay, time: FreeTime['startsAt']): Promise<FreeTime[]> {
  return timesByLink(holder, time)
}
