/** Who is let into private family time, and who waits until somebody inside knows that it is really them. */
import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { Insider, RoomNow } from '#app/domain/meetings/rooms.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { Actions, Button } from '#app/ui/button.tsx'
import { Card, Rows } from '#app/ui/card.tsx'
import { Checkboxes } from '#app/ui/choices.tsx'
import { Form } from '#app/ui/form.tsx'
import type { FormState } from '#app/ui/form-state.ts'

/** Those at the door, for an adult inside. */
export function WhoWaits({ waiting, onces }: { waiting: readonly SerializeFrom<Insider>[]; onces: Readonly<Record<string, string>> }): ReactNode {
  const { t } = useWords()
  if (waiting.length === 0) return null
  return (
    <Card title={t('rooms:door.waiting')} tone="next" id="door">
      <Rows>
        {waiting.map(({ member, name, invitedBy }) => (
          <Form key={member} once={onces[member]!}>
            <p>{invitedBy === null ? t('rooms:door.since', { name }) : t('rooms:door.invited', { name, who: invitedBy })}</p>
            <p>{t('rooms:door.isItThem')}</p>
            <input type="hidden" name="member" value={member} />
            <Actions><Button intent="let-in">{t('rooms:door.letIn', { name })}</Button></Actions>
          </Form>
        ))}
      </Rows>
    </Card>
  )
}

/** Before it opens: who comes in as it does, and of whom the one who opens it says whether it is really them. */
export function WhoComesIn({ people, me, form }: { people: readonly SerializeFrom<Insider>[]; me: string; form: FormState }): ReactNode {
  const { t, format } = useWords()
  const others = people.filter((one) => one.member !== me && one.hasAccount)
  const comeIn = others.filter((one) => one.invitedBy === null)
  const asked = others.filter((one) => one.invitedBy !== null)
  return (
    <>
      {comeIn.length > 0 ? <p>{t('rooms:door.comeIn', { names: format.list(comeIn.map((one) => one.name)) })}</p> : null}
      {asked.length > 0 ? (
        <Checkboxes form={form} name="let-in" legend={t('rooms:door.really')} hint={t('rooms:door.reallyHint')} items={asked.map((one) => ({ value: one.member, text: <bdi>{one.name}</bdi>, hint: t('rooms:door.from', { who: one.invitedBy! }) }))} />
      ) : null}
    </>
  )
}

/** Whoever opened it was let in by nobody: where their invitation came from somebody who helps, and they did not ask for the meeting, the others read that. */
export function CameWithoutBeingLetIn({ room, me }: { room: SerializeFrom<RoomNow>; me: string }): ReactNode {
  const { t } = useWords()
  const opener = room.people.find((one) => one.member === room.openedBy)
  if (!opener || opener.invitedBy === null || opener.member === me || opener.member === room.askedBy) return null
  return <p>{t('rooms:door.opened', { name: opener.name, who: opener.invitedBy })} {t('rooms:door.isItThem')}</p>
}
