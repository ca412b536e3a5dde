import { json } from '@remix-run/node'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { database } from '#db/connect.ts'
import { searchChoices, searchServices } from '#app/domain/directory/directory.server.ts'
import type { FoundService } from '#app/domain/directory/directory.server.ts'
import { languageCode } from '#app/domain/directory/languages.ts'
import { slugOf } from '#app/domain/directory/row-fields.ts'
import { directoryLang, sayAges, sayLanguage, sayPrice } from '#app/domain/directory/say-service.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import type { Words } from '#app/i18n/words.tsx'
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Field, Select } from '#app/ui/field.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import { Details } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { Pagination } from '#app/ui/pagination.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { asciiDigits } from '#app/values/digits.ts'

export const handle = titled('services:title')

const asked = ['words', 'place', 'age', 'free', 'language', 'category'] as const
const oldest = 120

/** The search lives in the address, so that it can be kept and sent on. A wrong age is said and not searched for. */
export async function loader({ request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams
  const values = Object.fromEntries(asked.map((name) => [name, (given.get(name) ?? '').replace(/\p{C}/gu, ' ').slice(0, 200)])) as Record<(typeof asked)[number], string>
  const typedAge = asciiDigits(values.age).trim()
  const age = /^\d{1,3}$/.test(typedAge) && Number(typedAge) <= oldest ? Number(typedAge) : null
  const wrongAge = typedAge !== '' && age === null
  const form: FormState = { values, errors: wrongAge ? { age: { key: 'errors:wholeNumber', values: { min: 0, max: oldest } } } : {} }
  const page = Number(/^\d{1,6}$/.exec(given.get('page') ?? '')?.[0] ?? 1)

  const db = database()
  const [found, choices] = await Promise.all([
    searchServices(db, {
      words: values.words, place: values.place, age, free: values.free !== '', page,
      language: languageCode(values.language) ?? null, category: slugOf(values.category) || null,
    }),
    searchChoices(db),
  ])
  return json({ form, found, choices, narrowed: asked.some((name) => name !== 'words' && name !== 'place' && values[name] !== '') }, wrongAge ? 400 : 200)
}

export default function Services() {
  const words = useWords()
  const { t } = words
  const { form, found, choices, narrowed } = useLoaderData<typeof loader>()
  return (
    <Page title={t('services:title')} lead={t('services:lead')} errors={form.errors} exit>
      <div role="search">
        <Form method="get" action="/services">
          <Field form={form} name="words" type="search" label={t('services:search.words')} hint={t('services:search.wordsHint')} />
          <Field form={form} name="place" label={t('services:search.place')} width={10} />
          <Details summary={t('services:search.more')} open={narrowed}>
            <Field form={form} name="age" label={t('services:search.age')} hint={t('services:search.ageHint')} width={3} inputMode="numeric" />
            <Checkboxes form={form} name="free" legend={t('services:search.cost')} items={[{ value: 'yes', text: t('services:search.free') }]} />
            <Select
              form={form}
              name="category"
              label={t('services:search.category')}
              choose={t('services:search.anyCategory')}
              items={choices.categories.map(({ slug, name }) => ({ value: slug, text: name, lang: directoryLang }))}
            />
            <Select
              form={form}
              name="language"
              label={t('services:search.language')}
              choose={t('services:search.anyLanguage')}
              items={choices.languages.map((code) => ({ value: code, text: sayLanguage(words, code) }))}
            />
          </Details>
          <Actions>
            <Button>{t('services:search.find')}</Button>
          </Actions>
        </Form>
      </div>

      <h2 id="found">{t('services:found', { count: found.total })}</h2>
      {found.total === 0 ? (
        <Empty action={<ButtonLink to="/help">{t('services:tellUs')}</ButtonLink>}>{t('services:nothing')}</Empty>
      ) : (
        <>
          <Card>
            <Rows>
              {found.services.map((service) => (
                <Result key={service.id} service={service} />
              ))}
            </Rows>
          </Card>
          <Pagination page={found.page} pages={found.pages} to={(page) => pageAt(form, page)} />
          <p>
            {t('services:notHere')} <a href="/help">{t('services:tellUs')}</a>
          </p>
        </>
      )}
      <OrRing />
    </Page>
  )
}

/** The address of another page of the same search. */
function pageAt(form: { values: FormState['values'] }, page: number): string {
  const search = new URLSearchParams(asked.flatMap((name) => (form.values[name] ? [[name, String(form.values[name])]] : [])))
  if (page > 1) search.set('page', String(page))
  return `/services?${search.toString()}#found`
}

function Result({ service }: { service: FoundService }) {
  const words = useWords()
  const { t } = words
  const { place, morePlaces, organisation } = service
  const where = place === null ? null : [place.name ?? place.address, place.postcode].filter(Boolean).join(', ')
  return (
    <>
      <h3>
        <a href={`/services/${service.id}`}>
          <Said lang={directoryLang}>{service.name}</Said>
        </a>
      </h3>
      {organisation === null && where === null ? null : (
        <p className="soft">
          <Said lang={directoryLang}>{[organisation, where].filter((part) => part !== null).join(' · ')}</Said>
          {morePlaces > 0 ? ` ${t('services:morePlaces', { count: morePlaces })}` : null}
        </p>
      )}
      <Said lang={directoryLang} as="p">
        {service.summary}
      </Said>
      <p>
        <strong>{[sayCost(words, service), sayAges(words, service)].filter((part) => part !== null).join(' · ')}</strong>
      </p>
    </>
  )
}

function sayCost(words: Words, { free, from, prices }: FoundService): string | null {
  if (free) return words.t('services:price.free')
  if (from === null) return null
  const price = sayPrice(words, from.pence, from.unit)
  return prices > 1 ? words.t('services:price.from', { price }) : price
}
