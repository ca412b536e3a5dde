/** The Hussains' family meeting: who looks after Sana when Aisha is in hospital. Its private family time is open, and Tariq is in it. */
import { mustBeInTheRoom, openRoom } from '#app/domain/meetings/rooms.server.ts'
import { askForMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { nameCoordinator } from '#app/domain/meetings/offer.server.ts'
import { writePost, type NewPost } from '#app/domain/meetings/room-posts.server.ts'
import { actQuietly } from '#app/events/transact.server.ts'
import { newId, type PersonId } from '#app/values/ids.ts'
import { done } from './director.server.ts'
import type { House, Scene } from './house.server.ts'

/** Aisha asks for it, Grace gets it ready, and they talk: in Urdu and English, as they do at home. */
export async function hussainMeeting(scene: Scene, house: House, { aisha, imran }: { readonly aisha: PersonId; readonly imran: PersonId }): Promise<void> {
  const { director, cast } = scene
  await house.answersMeeting(aisha, -24, 'yes')
  await done(await director.inFamily(cast.sam, house.family, house.at(-22, '10:00'), 'people:invite'), nameCoordinator, { person: cast.grace })
  const people = ['Imran Hussain', 'Tariq Hussain'].map((name) => house.who(name))
  const meeting = await done(await director.inFamily(aisha, house.family, house.at(-20, '19:00'), 'meetings:answer'), askForMeeting, { question: 'جب امی ہسپتال میں ہوں تو ثنا کی دیکھ بھال کون کرے؟', lang: 'ur', people })
  for (const member of people) await done(await director.inFamily(aisha, house.family, house.at(-20, '19:05'), 'meetings:see'), inviteToMeeting, { meeting, member })

  const into = async (person: PersonId, days: number, time: string) => mustBeInTheRoom(await director.inFamily(person, house.family, house.at(days, time), 'meetings:attend'), meeting)
  const says = async (person: PersonId, days: number, time: string, words: string, more: Partial<NewPost> = {}) => {
    await actQuietly(await into(person, days, time), writePost, { words, view: false, child: null, ...more }, { id: newId(), contentHash: words })
  }
  await actQuietly(await into(aisha, -2, '18:00'), openRoom, { facilitator: house.who('Tariq Hussain') }, { id: newId(), contentHash: 'open' })
  await says(aisha, -2, '18:05', 'سب کا شکریہ کہ آئے۔ مجھے راتوں کی فکر ہے۔ دن تو نکل جاتا ہے۔')
  await says(cast.tariq, -2, '18:11', 'باجی، راتیں میں لے سکتا ہوں۔ I finish at six on weekdays, so Sana can come to us straight from school.')
  await says(imran, -2, '18:20', 'I do not want to be the one who decides if Mum is too ill. I am fine with cooking.', { view: true })
  await says(aisha, -2, '18:26', 'ثنا کہتی ہے کہ وہ اپنے خرگوش کے بغیر نہیں سوئے گی، اور ماموں کے گھر جانا اسے اچھا لگتا ہے۔', { child: house.who('Sana Hussain') })
  await says(cast.tariq, -1, '20:40', 'خرگوش بھی آئے گا۔ And nobody asks Imran to ring the doctor: I will.')
}
