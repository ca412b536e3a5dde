import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { guestLetter } from '#app/domain/meetings/guests.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MeetingId, type MemberId } from '#app/values/ids.ts'
import { LetterSheet } from './letter.tsx'
import { letterPicture } from './letter-picture.server.ts'

export const handle = titled('people:letter.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'meetings:see')
  const letter = isId(params.id) && isId(params.member) ? await guestLetter(viewer, params.id as string as MeetingId, params.member as string as MemberId) : undefined
  if (!letter) throw notYours()
  return json({ family: viewer.family, meeting: params.id as string, letter, picture: await letterPicture(letter.address) })
}

export default function MeetingLetter() {
  const { t } = useWords()
  const { family, meeting, letter, picture } = useLoaderData<typeof loader>()
  return <LetterSheet letter={letter} picture={picture} back={{ to: `/families/${family}/meetings/${meeting}/guests`, text: t('ready:guests.title') }} said={(words) => (letter.invitedBy ? words.t('ready:letter.by', { who: letter.invitedBy }) : words.t('ready:letter.into'))} />
}
