import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { promiseDays, promisesForPages } from '#app/domain/help/promises.server.ts'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Card } from '#app/ui/card.tsx'
import { Page } from '#app/ui/page.tsx'
import { OrRing } from '#app/ui/phone-link.tsx'
import { titled } from '#app/ui/titled.ts'
import { now } from '#app/values/instant.ts'
import { database } from '#db/connect.ts'

export const handle = titled('help:expect.title')

export async function loader() {
  return json({ days: promiseDays, promises: await promisesForPages(database(), now()) })
}

export default function WhatToExpect() {
  const { t } = useWords()
  const { days, promises } = useLoaderData<typeof loader>()
  const measured = (number: { kept: number; all: number } | null) =>
    number === null ? t('help:expect.tooFew', { days }) : t('help:expect.kept', { days, kept: number.kept, count: number.all })
  return (
    <Page title={t('help:expect.title')} lead={t('help:expect.lead')}>
      <Card title={t('help:expect.helpTitle')}>
        <p>{t('help:expect.help', { count: promises.helpDays })}</p>
        <p className="soft">{measured(promises.help)}</p>
      </Card>
      <Card title={t('help:expect.moneyTitle')}>
        <p>{t('help:expect.money', { count: promises.decisionDays })}</p>
        <p className="soft">{measured(promises.decisions)}</p>
      </Card>
      <Card title={t('help:expect.alwaysTitle')}>
        <ul>
          <li>{t('help:expect.oneLead')}</li>
          <li>{t('help:expect.ownWords')}</li>
          <li>{t('help:expect.yes')}</li>
          <li>{t('help:expect.looked')}</li>
          <li>{t('help:expect.language')}</li>
          <li>{t('help:expect.stop')}</li>
        </ul>
      </Card>
      <p><Sentence of="help:expect.wrong" parts={{ link: (words) => <a href="/complaints">{words}</a> }} /></p>
      <OrRing />
    </Page>
  )
}
