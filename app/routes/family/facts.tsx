import type { ReactNode } from 'react'
import { factTopics } from '#app/domain/carers/caring.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Card, Empty, Rows } from '#app/ui/card.tsx'
import { Form } from '#app/ui/form.tsx'
import { dayAt, type Instant } from '#app/values/instant.ts'
import { Beside, type SaidBeside } from './beside.tsx'

interface Fact { readonly id: string; readonly topic: 'school' | 'health'; readonly words: string; readonly lang: string; readonly by: string | null; readonly at: string }

/** The school and the health of a child, on their page. Nothing stands there for whoever sees none and may add none. */
export function Facts({ family, child, facts, said, add, once }: { family: string; child: string; facts: readonly Fact[]; said: readonly SaidBeside[]; add: boolean; once: string }): ReactNode {
  const { t, format } = useWords()
  return (
    <>
      {factTopics.map((topic) => {
        const those = facts.filter((fact) => fact.topic === topic)
        return those.length === 0 && !add ? null : (
          <Card key={topic} title={t(`carers:facts.${topic}`)}>
            {those.length === 0 ? <Empty>{t('carers:facts.none')}</Empty> : (
              <Rows>
                {those.map((fact) => (
                  <div key={fact.id}>
                    <p><Said lang={fact.lang}>{fact.words}</Said></p>
                    <p className="soft">{t('carers:facts.by', { name: fact.by ?? '', day: format.date(dayAt(fact.at as Instant)) })} <Beside family={family} kind="fact" thing={fact.id} words={fact.words} said={said} /></p>
                    {add ? (
                      <Form once={once}>
                        <input type="hidden" name="fact" value={fact.id} />
                        <Button kind="quiet" intent="end-fact">{t('carers:facts.end')}<span className="vh">{t('carers:facts.endOf', { words: fact.words })}</span></Button>
                      </Form>
                    ) : null}
                  </div>
                ))}
              </Rows>
            )}
          </Card>
        )
      })}
      {add ? <p><ButtonLink to={`/families/${family}/people/${child}/facts`} kind="quiet">{t('carers:facts.add')}</ButtonLink></p> : null}
    </>
  )
}
