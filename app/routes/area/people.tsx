import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { atTheDesk, must } from '#app/access/viewer.server.ts'
import { powersOfRole } from '#app/access/powers.ts'
import { sendFirstLink } from '#app/domain/account/first-link.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { resetLocks } from '#app/domain/account/lost-locks.server.ts'
import { signOutAddress, signOutColleague } from '#app/domain/account/sign-out-everywhere.server.ts'
import { addColleague, colleagues, endPost, teams } from '#app/domain/area/people.server.ts'
import { mostPhotoBytes, photoOf } from '#app/domain/area/photo.ts'
import { passOnLostRequests } from '#app/domain/help/requests.server.ts'
import { settleVisits } from '#app/domain/appointments/away.server.ts'
import { settleNextContacts } from '#app/domain/family/next-contact.server.ts'
import { settleWhoLeft } from '#app/domain/family/owners-left.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt, doneIn } from '#app/http/done.ts'
import { choice, dayTyped, dayTypedOrNone, emailOrNone, emailOrPhone, phoneOrNone, someOf, thing, ticked, wholeNumber, words, wordsOrNone } from '#app/http/fields.ts'
import { newFormId, newFormIds, posted, readPosted, refusedForm } from '#app/http/read-form.ts'
import { languages, type Lang } from '#app/i18n/lang.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { DateField } from '#app/ui/date-field.tsx'
import { Field, FileField, Select, TextArea } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import { newForm } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { Person } from '#app/ui/person.tsx'
import { Tag } from '#app/ui/tag.tsx'
import { titled } from '#app/ui/titled.ts'
import type { PersonId } from '#app/values/ids.ts'
import { deskPlaces } from '../desk/desk-places.ts'
import { pageIn } from '#app/http/page-in.ts'

export const handle = titled('area:people.title')

const roles = Object.keys(powersOfRole) as (keyof typeof powersOfRole)[]
const codes = languages.map(({ code }) => code) as [Lang, ...Lang[]]

const email = emailOrNone.transform((address, ctx) => {
  if (address !== null) return address
  ctx.addIssue({ code: 'custom', message: 'errors:sayWorkEmail' })
  return z.NEVER
})

const addForm = z.object({
  name: words(120, 'errors:sayName'), called: wordsOrNone(60), email, mobile: phoneOrNone, language: choice(codes), job: words(80, 'errors:sayJob'), agency: words(80, 'errors:sayAgency'),
  roles: someOf(roles).refine((chosen) => chosen.length > 0, 'errors:sayPost'), team: words(60, 'errors:sayTeam'),
  from: dayTyped, until: dayTypedOrNone, phone: phoneOrNone, hello: wordsOrNone(300), answers: wholeNumber(1, 30), delicate: ticked,
})
const endForm = z.object({ person: thing<PersonId>(), post: thing(), 'last-day': dayTyped })
const linkForm = z.object({ person: thing<PersonId>() })
const lostForm = z.object({ person: thing<PersonId>(), sure: choice(['yes'], 'errors:tickToGoOn') })
const addressForm = z.object({ address: emailOrPhone, asked: choice(['yes'], 'errors:tickToGoOn') })

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'people:keep')
  const [year, month, dayOfMonth] = viewer.today.split('-').map(Number)
  const found = await colleagues(viewer, pageIn(request))
  const asked = new URL(request.url).searchParams
  return json({
    places: deskPlaces(viewer), found, teams: await teams(viewer), lang: await langOf(request),
    ending: asked.get('end'), lost: asked.get('lost'), out: asked.get('out'), me: viewer.person, page: pageIn(request),
    firstDay: { day: String(dayOfMonth), month: String(month), year: String(year) },
    done: doneIn(request, ['added', 'ended', 'link', 'lost', 'out', 'address']), kept: await keptForm(request), once: newFormId(),
    onceOf: newFormIds(found.people.flatMap((person) => [person.person, ...person.posts.map((post) => post.id)])),
  })
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = must(await atTheDesk(request), 'people:keep')
  const files = request.clone()
  const post = await posted(request)
  switch (post.intent) {
    case 'add': {
      const read = readPosted(post, addForm)
      const photo = await photoIn(files)
      const wrongPhoto = photo && !photo.ok ? { photo: { key: photo.why === 'too-big' ? 'errors:tooBig' : 'errors:notPicture' } } : {}
      if (!read.ok || (photo && !photo.ok)) return json({ form: { ...read.form, errors: { ...read.form.errors, ...wrongPhoto } } }, 400)
      const { called, until, from, answers, ...data } = read.data
      const colleague = {
        ...data, givenName: called, fromOn: from, untilOn: until, answersWithinDays: answers, helloLang: await langOf(request), photo: photo?.uri ?? null,
      }
      const answer = await act(viewer, addColleague, colleague, read.once)
      if (!answer.ok) return json({ form: refusedForm(read.form, answer) }, 409)
      // Somebody who has a password already needs no link: the refusal is no news.
      if (!answer.again) await act(viewer, sendFirstLink, { person: answer.value })
      return doneAt('/area/people', 'added')
    }
    case 'end': {
      const read = readPosted(post, endForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, endPost, { person: read.data.person, post: read.data.post, lastDay: read.data['last-day'] }, read.once)
      // Whoever they led is not without anybody until the next look.
      if (answer.ok) {
        await settleWhoLeft(viewer.db, viewer.now, viewer.today)
        await settleVisits(viewer.db, viewer.now, viewer.today)
        await settleNextContacts(viewer.db, viewer.now, viewer.today)
        await passOnLostRequests(viewer.db, viewer.now)
      }
      return answer.ok ? doneAt('/area/people', 'ended') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'link': {
      const read = readPosted(post, linkForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, sendFirstLink, { person: read.data.person }, read.once)
      return answer.ok ? doneAt('/area/people', 'link') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'lost': {
      const read = readPosted(post, lostForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, resetLocks, { person: read.data.person }, read.once)
      return answer.ok ? doneAt('/area/people', 'lost') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'out': {
      const read = readPosted(post, linkForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, signOutColleague, { person: read.data.person }, read.once)
      return answer.ok ? doneAt('/area/people', 'out') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    case 'address': {
      const read = readPosted(post, addressForm)
      if (!read.ok) return json({ form: read.form }, 400)
      const answer = await act(viewer, signOutAddress, read.data.address, read.once)
      return answer.ok ? doneAt('/area/people', 'address') : json({ form: refusedForm(read.form, answer) }, 409)
    }
    default:
      return json({ form: { values: post.values, errors: { '': { key: 'errors:formGone' } } } }, 400)
  }
}

/** The picture that came, if one did. */
async function photoIn(request: Request) {
  const file = (await request.formData()).get('photo')
  if (typeof file === 'string' || file === null || file.size === 0) return undefined
  // What is too big is not read at all.
  return photoOf(file.size > mostPhotoBytes ? new Uint8Array(mostPhotoBytes + 1) : new Uint8Array(await file.arrayBuffer()))
}

export default function People() {
  const { t, format } = useWords()
  const { places, found, teams: known, lang, firstDay, ending, lost, out, me, page, done, kept, once, onceOf } = useLoaderData<typeof loader>()
  const answered = useActionData<typeof action>()?.form ?? kept
  const form = answered ?? newForm()
  const ringing = 'address' in form.values
  const adding = answered !== undefined && !ringing && !('person' in form.values)
  const added = adding ? form : newForm({ language: lang, answers: '2', 'from-day': firstDay.day, 'from-month': firstDay.month, 'from-year': firstDay.year })
  return (
    <Page
      title={t('area:people.title')} lead={t('area:people.lead')} desk={{ current: 'colleagues', places }} errors={form.errors} done={done ? t(`area:done.${done}`) : undefined}
    >
      <Card>
        <Details summary={t('area:people.add')} open={adding || found.people.length === 0}>
          <Form once={once} multipart>
            <Field form={added} name="name" label={t('area:people.name')} autoComplete="off" />
            <Field form={added} name="called" label={t('area:people.called')} hint={t('common:optional')} autoComplete="off" />
            <Field form={added} name="email" type="email" label={t('area:people.email')} autoComplete="off" />
            <Field form={added} name="mobile" type="tel" label={t('area:people.mobile')} hint={t('area:people.mobileHint')} autoComplete="off" />
            <Select form={added} name="language" label={t('area:people.language')} items={languages.map(({ code, ownName }) => ({ value: code, text: ownName, lang: code }))} />
            <Field form={added} name="job" label={t('area:people.job')} hint={t('area:people.jobHint')} autoComplete="off" />
            <Field form={added} name="agency" label={t('area:people.agency')} autoComplete="off" />
            <Checkboxes form={added} name="delicate" legend={t('sharing:desk.delicate')} hint={t('sharing:desk.delicateHint')} items={[{ value: 'yes', text: t('sharing:desk.delicateYes') }]} />
            <Checkboxes form={added} name="roles" legend={t('area:people.roles')} items={roles.map((value) => ({ value, text: t(`area:role.${value}`) }))} />
            <Field form={added} name="team" label={t('area:people.team')} hint={known.length > 0 ? `${t('area:people.teamHint')} ${format.list(known)}` : t('area:people.teamHint')} autoComplete="off" />
            <DateField form={added} name="from" legend={t('area:people.from')} />
            <DateField form={added} name="until" legend={t('area:people.until')} />
            <Field form={added} name="phone" type="tel" label={t('area:people.phone')} hint={t('common:optional')} autoComplete="off" />
            <TextArea form={added} name="hello" label={t('area:people.hello')} hint={t('area:people.helloHint')} rows={3} limit={300} />
            <Field form={added} name="answers" label={t('area:people.answers')} width={2} inputMode="numeric" />
            <FileField form={added} name="photo" label={t('area:people.photo')} hint={t('area:people.photoHint')} accept="image/jpeg,image/png,image/webp" />
            <Actions><Button intent="add">{t('area:people.save')}</Button></Actions>
          </Form>
        </Details>
      </Card>
      {found.people.length === 0 ? <Card><Empty>{t('area:people.none')}</Empty></Card> : (
        <Card>
          <Rows>
            {found.people.map((person) => (
              <Person key={person.person} name={person.name} photo={person.photo} role={[person.job, person.agency].filter(Boolean).join(', ')}>
                {person.email ? <p className="soft"><bdi dir="ltr">{person.email}</bdi></p> : null}
                {person.joined ? null : (
                  <Form once={onceOf[person.person]}>
                    <input type="hidden" name="person" value={person.person} />
                    <p><Tag tone="sun">{t('area:people.notJoined')}</Tag></p>
                    <Button kind="quiet" intent="link">{t('area:people.sendAgain')}<span className="vh"> {t('area:people.sendAgainTo', { name: person.name })}</span></Button>
                  </Form>
                )}
                <ul>
                  {person.posts.map((post) => (
                    <li key={post.id} id={post.id}>
                      {t(`area:role.${post.role}`)}, <bdi>{post.team}</bdi>,{' '}
                      {post.untilOn === null ? t('area:people.since', { day: format.date(post.fromOn) }) : t('area:people.between', { from: format.date(post.fromOn), until: format.date(post.untilOn) })}{' '}
                      {post.ended ? <Tag tone="grey">{t('area:people.ended')}</Tag> : ending === post.id ? (
                        <Form once={onceOf[post.id]}>
                          <input type="hidden" name="person" value={person.person} />
                          <input type="hidden" name="post" value={post.id} />
                          <DateField form={form} name="last-day" legend={t('area:people.endLast')} hint={t('area:people.endLastHint')} />
                          <Actions><Button kind="quiet" intent="end">{t('area:people.end')}</Button></Actions>
                        </Form>
                      ) : (
                        <a href={`/area/people?page=${page}&end=${post.id}#${post.id}`}>{t('area:people.end')}<span className="vh"> {t('area:people.endOf', { name: person.name })}</span></a>
                      )}
                    </li>
                  ))}
                </ul>
                {!person.joined || person.person === me || person.posts.every((post) => post.ended) ? null : lost === person.person ? (
                  <Form once={onceOf[person.person]} id="lost">
                    <input type="hidden" name="person" value={person.person} />
                    <p>{t('area:people.lostText')}</p>
                    <Checkboxes form={form} name="sure" legend={t('area:people.lostSure')} items={[{ value: 'yes', text: t('area:people.lostSureYes') }]} />
                    <Actions><Button kind="warning" intent="lost">{t('area:people.lostGo')}</Button></Actions>
                  </Form>
                ) : <p><a href={`/area/people?page=${page}&lost=${person.person}#lost`}>{t('area:people.lost')}<span className="vh"> {t('area:people.lostOf', { name: person.name })}</span></a></p>}
                {!person.joined || person.person === me ? null : out === person.person ? (
                  <Form once={onceOf[person.person]} id="out">
                    <input type="hidden" name="person" value={person.person} />
                    <p>{t('area:people.outText')}</p>
                    <Actions><Button kind="warning" intent="out">{t('area:people.outGo')}</Button></Actions>
                  </Form>
                ) : <p><a href={`/area/people?page=${page}&out=${person.person}#out`}>{t('area:people.out')}<span className="vh"> ({person.name})</span></a></p>}
              </Person>
            ))}
          </Rows>
        </Card>
      )}
      <Card>
        <Details summary={t('area:people.rang')} open={ringing}>
          <p>{t('area:people.rangText')}</p>
          <Form once={once}>
            <Field form={ringing ? form : newForm()} name="address" label={t('area:people.rangAddress')} autoComplete="off" autoCapitalize="none" spellCheck={false} dir="ltr" />
            <Checkboxes form={ringing ? form : newForm()} name="asked" legend={t('area:people.lostSure')} items={[{ value: 'yes', text: t('area:people.rangSure') }]} />
            <Actions><Button kind="warning" intent="address">{t('area:people.outGo')}</Button></Actions>
          </Form>
        </Details>
      </Card>
      <p><a href="/area/forgetting">{t('data:area.link')}</a></p>
      <Pagination page={found.page} pages={found.pages} to={(page) => `/area/people?page=${page}`} />
    </Page>
  )
}
