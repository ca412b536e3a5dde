import { json, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { notYours } from '#app/access/not-yours.ts'
import { must } from '#app/access/viewer.server.ts'
import { letterTo } from '#app/domain/family/invitations.server.ts'
import { lookIn } from '#app/events/looking.server.ts'
import { useWords } from '#app/i18n/words.tsx'
import { titled } from '#app/ui/titled.ts'
import { isId, type MemberId } from '#app/values/ids.ts'
import { LetterSheet } from './letter.tsx'
import { letterPicture } from './letter-picture.server.ts'

export const handle = titled('people:letter.title')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = must(await lookIn(request, params.family), 'people:invite')
  const letter = isId(params.id) ? await letterTo(viewer, params.id as string as MemberId) : undefined
  if (!letter) throw notYours()
  return json({ family: viewer.family, letter, picture: await letterPicture(letter.address) })
}

export default function PersonLetter() {
  const { t } = useWords()
  const { family, letter, picture } = useLoaderData<typeof loader>()
  return <LetterSheet letter={letter} picture={picture} back={{ to: `/families/${family}/people`, text: t('people:title') }} said={(words) => words.t('people:letter.text')} />
}
