import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { demoAddress, demoPassword, demoPeople } from '#db/demo/people.ts'
import { notYours } from '#app/access/not-yours.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Page } from '#app/ui/page.tsx'
import { titled } from '#app/ui/titled.ts'
import { config } from '#app/values/config.ts'

export const handle = titled('demo:people.title')

export async function loader() {
  if (!config().demo) throw notYours()
  return json({ people: demoPeople.map(({ key, name }) => ({ key, name, as: demoAddress(key) })), password: demoPassword })
}

const families = [
  { title: 'kowalczyk', keys: ['marta', 'halina'] },
  { title: 'hussain', keys: ['aisha', 'imran', 'tariq'] },
  { title: 'reid', keys: ['joy', 'tanya', 'dean'] },
  { title: 'okafor', keys: ['daniel'] },
  { title: 'pugh', keys: ['bethan'] },
  { title: 'helping', keys: ['sam', 'omar', 'priya', 'ruth', 'lewis', 'femi', 'grace', 'nia', 'kwame', 'moira', 'ines', 'alex'] },
] as const

export default function DemoPeople() {
  const { t } = useWords()
  const { people, password } = useLoaderData<typeof loader>()
  return (
    <Page title={t('demo:people.title')} lead={t('demo:people.lead')} wide>
      <Notice>
        <p>{t('demo:people.password', { password })}</p>
        <p>{t('demo:people.code')} <a href="/demo/outbox">{t('demo:outbox.title')}</a></p>
        <p><a href="/demo/patterns">{t('demo:people.patterns')}</a></p>
      </Notice>
      {families.map((family) => (
        <Card key={family.title} title={t(`demo:family.${family.title}`)}>
          <Rows>
            {people.filter((person) => (family.keys as readonly string[]).includes(person.key)).map((person) => (
              <Form key={person.key} method="get" action="/sign-in">
                <p><strong><bdi>{person.name}</bdi></strong> <span className="soft">{t(`demo:who.${person.key}`)}</span></p>
                <input type="hidden" name="as" value={person.as} />
                <Button kind="quiet">{t('demo:people.signIn', { name: person.name })}</Button>
              </Form>
            ))}
          </Rows>
        </Card>
      ))}
    </Page>
  )
}
