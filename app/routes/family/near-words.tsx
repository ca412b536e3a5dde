/** How near somebody lives and how close the family is to them, in words, and the card that asks for it. */
import type { ReactNode } from 'react'
import { livesWhere, nearGroupOf, touches, unsaid, type Nearness } from '#app/domain/family/nearness.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Radios, type Choice } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'
import type { Seat } from '#db/schema.ts'

/** "Lives near by · We are close", as much of it as is said. */
export function NearWords({ near: { lives, touch } }: { near: Nearness }): ReactNode {
  const { t } = useWords()
  return [lives && t(`people:near.${lives}`), touch && t(`people:near.${touch}`)].filter(Boolean).join(' · ')
}

/** Of one person: what is said, for whoever leads or gets meetings ready; or the two questions, for the adults of the family. */
export function HowNear({ near, says, name, once, form }: { near: Nearness; says: boolean; name: string; once: string; form: FormState }): ReactNode {
  const { t } = useWords()
  if (!says) return near.lives || near.touch ? <Card title={t('people:near.title')}><p><NearWords near={near} /></p></Card> : null
  const filled = 'lives' in form.values || 'touch' in form.values ? form : { ...form, values: { ...form.values, lives: near.lives ?? unsaid, touch: near.touch ?? unsaid } }
  const notSaid = { value: unsaid, text: t('people:near.unsaid') }
  return (
    <Card title={t('people:near.title')}>
      <p className="soft">{t('people:near.who', { name })}</p>
      <Form once={once}>
        <Radios form={filled} name="lives" legend={t('people:near.lives', { name })} items={[...livesWhere.map((value) => ({ value, text: t(`people:near.${value}`) })), notSaid]} />
        <Radios form={filled} name="touch" legend={t('people:near.touch', { name })} items={[...touches.map((value) => ({ value, text: t(`people:near.${value}`) })), notSaid]} />
        <Actions><Button intent="near" kind="quiet">{t('people:near.save')}</Button></Actions>
      </Form>
    </Card>
  )
}

interface Chosen { readonly id: string; readonly name: string; readonly relation: string | null; readonly seat: Seat; readonly near: Nearness | null }

/** Those who could come to a family meeting, in the order of their groups (`byNearness`), each group with its name. */
export function useNearItems(people: readonly Chosen[]): Choice[] {
  const { t } = useWords()
  const grouped = people.some((one) => one.near?.lives)
  return people.map((one, at) => {
    const { id, name, relation, near } = one
    const [group, before] = [nearGroupOf(one), people[at - 1]]
    const far = near?.lives === 'further' || near?.lives === 'abroad'
    const hint = [relation && <Said key="relation">{relation}</Said>, near?.touch && t(`people:near.${near.touch}`), far && t('people:near.byPhone')].filter(Boolean)
    return {
      value: id, text: <bdi>{name}</bdi>, before: grouped && (before === undefined || nearGroupOf(before) !== group) ? t(`people:near.group.${group}`) : undefined,
      hint: hint.length > 0 ? hint.map((part, n) => <span key={n}>{n > 0 ? ' · ' : null}{part}</span>) : undefined,
    }
  })
}
