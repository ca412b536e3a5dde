import { json } from '@remix-run/node'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { database } from '#db/connect.ts'
import { notYours } from '#app/access/not-yours.ts'
import { familiesHelped } from '#app/domain/budget/helped.server.ts'
import type { Attending, OpenTime } from '#app/domain/directory/directory-service.ts'
import { serviceById } from '#app/domain/directory/directory.server.ts'
import type { Service } from '#app/domain/directory/directory.server.ts'
import { directoryLang, sayAges, sayLanguage, sayPrice } from '#app/domain/directory/say-service.ts'
import { Said } from '#app/i18n/said.tsx'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing, PhoneLink } from '#app/ui/phone-link.tsx'
import { SummaryList } from '#app/ui/summary-list.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId } from '#app/values/ids.ts'
import type { ServiceId } from '#app/values/ids.ts'
import { day, plusDays } from '#app/values/instant.ts'

export const handle = titled<typeof loader>((_, { service }) => service.name)

export async function loader({ params }: LoaderFunctionArgs) {
  const service = isId(params.id) ? await serviceById(database(), params.id as string as ServiceId) : undefined
  if (service === undefined) throw notYours()
  return json({ service, helped: await familiesHelped(database(), service.id) })
}

export default function OneService() {
  const words = useWords()
  const { t, format } = words
  const { service, helped } = useLoaderData<typeof loader>()
  const { places, options, archived } = service
  return (
    <Page
      title={<Said lang={directoryLang}>{service.name}</Said>}
      above={service.organisation === null ? undefined : <Said lang={directoryLang}>{service.organisation}</Said>}
      back={{ to: '/services', text: t('services:one.all') }}
      exit
    >
      {archived ? (
        <Notice tone="sun">
          <p>{t('services:one.ended')}</p>
        </Notice>
      ) : null}
      <Description text={service.description} />
      {helped === null ? null : <p>{t('services:one.helped', { count: helped })}</p>}
      {archived ? (
        <p>
          <ButtonLink to="/services">{t('services:one.all')}</ButtonLink>
        </p>
      ) : (
        <>
          <Way service={service} />
          <h2>{t('services:price.title')}</h2>
          {options.length === 0 ? (
            <p>{service.free ? t('services:price.allFree') : t('services:price.unknown')}</p>
          ) : (
            <SummaryList
              rows={options.map((option) => ({
                key: option.label === '' ? t('services:price.price') : <Said lang={directoryLang}>{option.label}</Said>,
                value: sayPrice(words, option.pence, option.unit),
              }))}
            />
          )}
          <h3>{t('services:cost.title')}</h3>
          <p>{t('services:cost.text')}</p>
          <Facts service={service} />
          {places.length === 0 ? null : (
            <>
              <h2>{t('services:places.title', { count: places.length })}</h2>
              <ul>
                {places.map(({ name, address, postcode }, at) => (
                  <li key={at}>
                    <Said lang={directoryLang}>{[name, address, postcode].filter(Boolean).join(', ')}</Said>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      {service.updatedAt === null ? null : <p className="soft">{t('services:facts.checked', { date: format.date(service.updatedAt) })}</p>}
      <OrRing />
    </Page>
  )
}

/** The source's paragraphs and lines. */
function Description({ text }: { text: string }) {
  if (text === '') return null
  return text.split('\n\n').map((paragraph, at) => (
    <Said key={at} lang={directoryLang} as="p">
      {paragraph.split('\n').map((line, n) => (
        <Fragment key={n}>
          {n === 0 ? null : <br />}
          {line}
        </Fragment>
      ))}
    </Said>
  ))
}

/** The way in: straight there, or through the lead professional; and how to reach them. */
function Way({ service }: { service: Pick<Service, 'tier' | 'phone' | 'email' | 'url'> }) {
  const { t } = useWords()
  const { tier, phone, email, url } = service
  const rows = [
    ...(phone === null ? [] : [{ key: t('services:way.ring'), value: <PhoneLink number={phone} /> }]),
    ...(email === null ? [] : [{ key: t('services:way.write'), value: <a href={`mailto:${email}`}><bdi dir="ltr">{email}</bdi></a> }]),
    ...(url === null ? [] : [{ key: t('services:way.website'), value: <a href={url} rel="noreferrer"><bdi dir="ltr">{new URL(url).hostname}</bdi></a> }]),
  ]
  return (
    <Card title={t('services:way.title')} tone="next">
      <p className="big">{t(`services:way.${tier}`)}</p>
      {tier === 'ask' ? (
        <p>
          <Sentence of="services:way.askUs" parts={{ link: (words) => <a href="/help">{words}</a> }} />
        </p>
      ) : null}
      {rows.length === 0 ? null : <SummaryList rows={rows} />}
    </Card>
  )
}

function Facts({ service }: { service: Pick<Service, 'minAge' | 'maxAge' | 'attending' | 'languages' | 'when' | 'access' | 'categories'> }) {
  const words = useWords()
  const { t, format } = words
  const ages = sayAges(words, service)
  const { attending, languages, when, access, categories } = service
  const rows = [
    ...(ages === null ? [] : [{ key: t('services:facts.ages'), value: ages }]),
    ...(attending.length === 0 ? [] : [{ key: t('services:facts.attending'), value: <Lines of={attending.map((way) => <span key={way}>{t(`services:attending.${attendingKeys[way]}`)}</span>)} /> }]),
    ...(when.length === 0 ? [] : [{ key: t('services:facts.when'), value: <Lines of={when.map((time) => <When key={JSON.stringify(time)} time={time} />)} /> }]),
    ...(languages.length === 0 ? [] : [{ key: t('services:facts.languages'), value: format.list(languages.map((code) => sayLanguage(words, code))) }]),
    ...(access.length === 0 ? [] : [{ key: t('services:facts.access'), value: <Lines of={access.map((line) => <Said key={line} lang={directoryLang}>{line}</Said>)} /> }]),
    ...(categories.length === 0 ? [] : [{ key: t('services:facts.kinds'), value: <Lines of={categories.map(({ slug, name }) => <a key={slug} href={`/services?category=${encodeURIComponent(slug)}`} lang={directoryLang}>{name}</a>)} /> }]),
  ]
  if (rows.length === 0) return null
  return (
    <>
      <h2>{t('services:facts.title')}</h2>
      <SummaryList rows={rows} />
    </>
  )
}

function Lines({ of }: { of: readonly ReactElement[] }) {
  return of.length === 1 ? of[0] : <ul>{of.map((line) => <li key={line.key}>{line}</li>)}</ul>
}

const attendingKeys = { 'in-person': 'inPerson', video: 'video', phone: 'phone', home: 'home' } as const satisfies Record<Attending, string>
const aMonday = day('2024-01-01')

/** Opening hours in the reader's language, then the source's own words. */
function When({ time }: { time: OpenTime }) {
  const { t, format } = useWords()
  const days = format.list(time.days.map((number) => format.weekday(plusDays(aMonday, number - 1))))
  const rhythm = time.every === 'week' ? 'weekly' : 'fortnightly'
  const hours = time.opens === null
    ? t(`services:when.${rhythm}Days`, { days })
    : time.closes === null
      ? t(`services:when.${rhythm}From`, { days, from: time.opens })
      : t(`services:when.${rhythm}`, { days, from: time.opens, to: time.closes })
  return (
    <>
      {time.days.length === 0 ? null : hours}
      {time.words === null ? null : <Said lang={directoryLang} as="p">{time.words}</Said>}
    </>
  )
}
