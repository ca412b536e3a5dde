import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { may, must } from '#app/access/viewer.server.ts'
import { keptForm } from '#app/domain/account/kept-form.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import { langOf } from '#app/domain/area/shell.server.ts'
import { linesOf, type Line } from '#app/domain/budget/budgets.server.ts'
import { decidedToAsk, typedFrom } from '#app/domain/budget/decided-money.server.ts'
import { draftOf, takeFileOut } from '#app/domain/budget/drafts.server.ts'
import { helpsWith, isLike } from '#app/domain/budget/helps-with.ts'
import { insideBudgets } from '#app/domain/budget/kept-budgets.server.ts'
import { budgetsOf } from '#app/domain/budget/ledger.server.ts'
import { saidRefusal } from '#app/domain/budget/refusal-words.ts'
import { kindOfService, type SpendRules } from '#app/domain/budget/rules.ts'
import { optionValue } from '#app/domain/budget/spend-form.ts'
import { goalsToServe, type ServedGoal } from '#app/domain/budget/spends.server.ts'
import { requestSpend } from '#app/domain/budget/spending.server.ts'
import { mayAskOf } from '#app/domain/budget/who-asks.ts'
import { searchServices, serviceById, servicesAmong, type ServiceInShort } from '#app/domain/directory/directory.server.ts'
import { directoryLang } from '#app/domain/directory/say-service.ts'
import { membersOf, ofTheHousehold, type Member } from '#app/domain/family/people.server.ts'
import { actIn, lookIn } from '#app/events/looking.server.ts'
import { act } from '#app/events/transact.server.ts'
import { doneAt } from '#app/http/done.ts'
import { newFormId, posted, refusedForm } from '#app/http/read-form.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { wordsFor } from '#app/i18n/words.server.ts'
import { ButtonLink } from '#app/ui/button.tsx'
import { Empty } from '#app/ui/card.tsx'
import { newForm, type FormState } from '#app/ui/form-state.ts'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type DraftId, type MeetingPartId, type ServiceId } from '#app/values/ids.ts'
import { pageIn } from '#app/http/page-in.ts'
import { megabytes, pictureSent } from './file-sent.server.ts'
import { checked, keepTyped, readAsk } from './read-ask.server.ts'
import { CheckAnswers, Choose, Details } from './spend-new-steps.tsx'

export const handle = titled('budget:new.title')

/** What the address asks for: a service of the directory, own words, something begun before, or neither yet; and a goal that it is for. */
function wayOf(request: Request): { service: ServiceId | null; own: boolean; words: string; draft: DraftId | null; goal: string | null; decided: MeetingPartId | null } {
  const given = new URL(request.url).searchParams
  const id = (name: string) => (isId(given.get(name)) ? given.get(name) : null)
  return { service: id('service') as ServiceId | null, own: given.has('own'), words: (given.get('words') ?? '').replace(/\p{C}/gu, ' ').slice(0, 200), draft: id('draft') as DraftId | null, goal: id('goal'), decided: id('decided') as MeetingPartId | null }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'budget:ask')
  const way = wayOf(request)
  const draft = way.draft ? await draftOf(viewer, way.draft) : undefined
  if (way.draft && !draft) throw notYours()
  const decided = way.decided && !draft ? await decidedToAsk(viewer, way.decided) : undefined
  if (way.decided && !draft && !decided) throw notYours()
  const chosen = draft ? draft.service : way.service
  const own = draft ? draft.service === null : way.own || decided !== undefined
  const wanted = draft ? draft.typed.budget : new URL(request.url).searchParams.get('budget')
  const { youngAsk } = await settingsOf(viewer.db)
  const all = (await budgetsOf(must(viewer, 'budget:see'))).filter((budget) => budget.current)
  const budgets = all.filter((budget) => mayAskOf(viewer, budget, youngAsk))
  const inside = budgets.some((budget) => budget.kept) ? await insideBudgets(must(viewer, 'budget:see')) : []
  const first = budgets.find((budget) => budget.id === wanted) ?? budgets[0] ?? null
  const details = first !== null && (own || chosen !== null)
  const noGoals: ServedGoal[] = []
  const noLines: Line[] = []
  const noMembers: Member[] = []
  const [service, goals, lines, members, settings] = await Promise.all([
    chosen ? serviceById(viewer.db, chosen) : undefined,
    first ? goalsToServe(viewer) : noGoals,
    details ? linesOf(must(viewer, 'budget:see'), first.id) : noLines,
    details ? membersOf(viewer) : noMembers,
    details ? settingsOf(viewer.db) : null,
  ])
  const goal = goals.find((one) => one.id === way.goal) ?? null
  const none: ServiceInShort[] = []
  const categories = service?.categories.map(({ name }) => name) ?? []
  const [found, helps, free] = await Promise.all([
    first && !details && way.words !== '' ? searchServices(viewer.db, { words: way.words, place: '', age: null, free: false, language: null, category: null, page: pageIn(request) }) : null,
    goal && !details && way.words === '' ? servicesAmong(viewer.db, (name) => helpsWith(goal.category, name), { most: 8 }) : none,
    service ? servicesAmong(viewer.db, (name) => isLike(name, { categories }), { most: 3, free: true, without: service.id }) : none,
  ])
  const rules: SpendRules | null = settings && { kindRules: settings.kindRules, capDays: settings.capDays, relativePaid: settings.relativePaid }
  return json({
    family: viewer.family, once: newFormId(), kept: await keptForm(request), words: way.words, found, helps, free, goals: goals.map(({ id, words, lang }) => ({ id, words, lang })), goal: goal?.id ?? null, lines, rules, own: details && own,
    decided: decided ? (typedFrom(decided) as Record<string, string>) : null,
    draft: draft ? { id: draft.id, typed: draft.typed as Record<string, string | string[]>, file: draft.file } : null, draftDays: settings?.draftDays ?? 0, pictureMegabytes: megabytes(settings?.pictureKilobytes ?? 0),
    people: members.filter(ofTheHousehold).map(({ id, givenName }) => ({ id, name: givenName })),
    young: viewer.seat === 'young-person', mayMeet: may(viewer, 'meetings:answer'), notYoung: budgets.length === 0 && all.length > 0,
    budgets: budgets.map(({ id, name, left, until }) => ({ id, name, left, until, inside: inside.find((one) => one.budget === id) ?? null })), budget: first && { id: first.id, left: first.left, until: first.until },
    service: details && service && !service.archived ? {
      id: service.id, name: service.name, organisation: service.organisation, kind: kindOfService(categories),
      options: service.options.flatMap(({ id, label, unit, pence }) => (pence !== null && pence > 0 ? [{ value: optionValue(id, pence), label, unit, pence }] : [])),
    } : null,
  })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = must(await actIn(request, params.family), 'budget:ask')
  const way = wayOf(request)
  const begun = way.draft ? await draftOf(viewer, way.draft) : undefined
  if (way.draft && !begun) throw notYours()
  const service = begun ? begun.service : way.service
  const settings = await settingsOf(viewer.db)
  const sent = await pictureSent(request.clone(), settings.pictureKilobytes)
  const post = await posted(request)
  const lang = await langOf(request)
  const { format } = wordsFor(lang)
  const read = readAsk(post, service, lang)
  const fileOf = async (draft: unknown) => (isId(draft) ? ((await draftOf(viewer, draft as string as DraftId))?.file ?? null) : null)
  if (post.intent === 'send') {
    if (!read.ok) return json({ form: read.form, check: null, file: await fileOf(post.values.draft) }, 400)
    const answer = await act(viewer, requestSpend, read.data, read.once)
    return answer.ok ? doneAt(`/families/${viewer.family}/budget/requests/${answer.value}`, 'asked') : json({ form: refusedForm(read.form, saidRefusal(answer, format)), check: null, file: await fileOf(post.values.draft) }, 409)
  }
  // Whatever is wrong with it, what was typed is kept.
  const draft = await keepTyped(viewer, post, service, sent?.ok ? sent.file : null)
  if (post.intent === 'keep' && draft && sent?.ok !== false) return doneAt(`/families/${viewer.family}/budget`, 'kept')
  if (post.intent === 'take-out' && draft) await act(viewer, takeFileOut, { draft })
  const file = await fileOf(draft)
  const form: FormState = { ...read.form, values: { ...read.form.values, draft: draft ?? '' } }
  const back = post.intent === 'change' || post.intent === 'take-out'
  const errors = { ...read.form.errors, ...(sent?.ok === false ? sent.errors : {}) }
  if (back) return json({ form: { ...form, errors: {} }, check: null, file })
  if (!read.ok || Object.keys(errors).length > 0) return json({ form: { ...form, errors }, check: null, file }, 400)
  const check = await checked(viewer, read.data)
  return check.ok ? json({ form, check: check.value, file }) : json({ form: refusedForm(form, saidRefusal(check, format)), check: null, file }, 409)
}

export default function NewSpendPage() {
  const { t, format } = useWords()
  const data = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { family, budget, goals } = data
  const given = answer?.form ?? data.kept ?? newForm(data.draft ? { ...data.draft.typed, draft: data.draft.id } : (data.decided ?? {}))
  // What is wrong with a field that is not on this page (a changed hidden one) is said of the form as a whole.
  const hidden = ['decided', ...(data.budgets.length > 1 ? [] : ['budget']), ...(data.lines.length > 0 ? [] : ['line']), ...(data.service ? ['what', 'payee', 'price', 'kind', 'relative'] : ['option']), 'draft']
  const form: FormState = { ...given, errors: Object.fromEntries(Object.entries(given.errors).map(([name, error]) => [hidden.includes(name) ? '' : name, error])) }
  const check = answer?.check ?? null
  const file = answer ? answer.file : (data.draft?.file ?? null)
  const here = `/families/${family}/budget`
  const detailed = data.own || data.service !== null
  return (
    <Page
      title={check ? t('budget:check.title') : data.service ? <Said lang={directoryLang}>{data.service.name}</Said> : t('budget:new.title')} family={{ id: family, current: 'budget' }} errors={form.errors}
      back={detailed && !check ? { to: `${here}/requests/new`, text: t('budget:new.title') } : { to: here, text: t('budget:title') }}
      lead={budget && !check ? t('budget:new.lead', { left: format.money(budget.left) }) : undefined}
    >
      {budget === null ? <Empty>{t(data.notYoung ? 'young:notHere' : 'budget:new.noBudget')}</Empty>
        : goals.length === 0 ? <Empty action={<ButtonLink to={`/families/${family}/goals/new`}>{t('budget:new.addGoal')}</ButtonLink>}>{t('budget:new.noGoals')}</Empty>
          : check ? <CheckAnswers data={data} form={form} check={check} file={file} />
            : detailed ? <Details data={data} form={form} file={file} />
              : <Choose data={data} />}
      <OrRing />
    </Page>
  )
}
