/** The Hussains' family meeting: who looks after Sana when Aisha is in hospital. Its private family time is open, and Tariq is in it. */
import { mustBeInTheRoom, openRoom, type ActingInRoom } from '#app/domain/meetings/rooms.server.ts'
import { askForMeeting, inviteToMeeting } from '#app/domain/meetings/meetings.server.ts'
import { nameCoordinator } from '#app/domain/meetings/offer.server.ts'
import { answerProposal, propose, type Proposed } from '#app/domain/meetings/proposals.server.ts'
import { writePost, type NewPost } from '#app/domain/meetings/room-posts.server.ts'
import type { Said } from '#app/domain/meetings/standing.ts'
import { actQuietly, type Quiet } from '#app/events/transact.server.ts'
import { newId, type PersonId, type ProposalId } from '#app/values/ids.ts'
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
  const quietly = async <In, T>(person: PersonId, days: number, time: string, command: (acting: ActingInRoom, input: In) => Promise<Quiet<T, string>>, input: In): Promise<T> => {
    const answer = await actQuietly(await into(person, days, time), command, input, { id: newId(), contentHash: newId() })
    if (!answer.ok) throw new Error(`the demo's story breaks at ${command.name}: ${answer.why}`)
    return answer.value
  }
  const says = async (person: PersonId, days: number, time: string, words: string, more: Partial<NewPost> = {}) => quietly(person, days, time, writePost, { words, view: false, child: null, ...more })
  await quietly(aisha, -2, '18:00', openRoom, { facilitator: house.who('Tariq Hussain'), letIn: people })
  await says(aisha, -2, '18:05', 'سب کا شکریہ کہ آئے۔ مجھے راتوں کی فکر ہے۔ دن تو نکل جاتا ہے۔')
  await says(cast.tariq, -2, '18:11', 'باجی، راتیں میں لے سکتا ہوں۔ I finish at six on weekdays, so Sana can come to us straight from school.')
  await says(imran, -2, '18:20', 'I do not want to be the one who decides if Mum is too ill. I am fine with cooking.', { view: true })
  await says(aisha, -2, '18:26', 'ثنا کہتی ہے کہ وہ اپنے خرگوش کے بغیر نہیں سوئے گی، اور ماموں کے گھر جانا اسے اچھا لگتا ہے۔', { child: house.who('Sana Hussain') })
  await says(cast.tariq, -1, '20:40', 'خرگوش بھی آئے گا۔ And nobody asks Imran to ring the doctor: I will.')

  const proposes = async (person: PersonId, time: string, proposed: Pick<Proposed, 'words' | 'lang' | 'owner'>) =>
    quietly(person, -1, time, propose, { proposed: { ownerName: null, ownerAgency: null, dueOn: scene.calendar.day(14), needs: 'nothing', needsWords: null, pence: null, kind: null, ...proposed }, follows: null })
  const answers = async (person: PersonId, time: string, proposal: ProposalId, said: Said) => quietly(person, -1, time, answerProposal, { proposal, said, as: null })
  const [tariq, yes] = [house.who('Tariq Hussain'), { stance: 'yes', words: null } as const]
  const school = await proposes(cast.tariq, '20:45', { words: 'When Aisha is in hospital, Sana comes to us straight from school', lang: 'en', owner: tariq })
  await answers(aisha, '20:52', school, yes)
  await answers(imran, '21:04', school, { stance: 'yes-but', words: 'I want to ring Sana every evening.' })
  await answers(cast.tariq, '21:05', school, yes)
  const nights = await proposes(aisha, '21:00', { words: 'عمران رات کو میری دوائی دے', lang: 'ur', owner: house.who('Imran Hussain') })
  await answers(cast.tariq, '21:06', nights, { stance: 'not-sure', words: null })
  await answers(imran, '21:08', nights, { stance: 'no', words: 'I have school in the morning. Can somebody who knows about medicine come?' })
}
