/**
 * For which sitting of a meeting a page was made. Whoever gets the meeting ready moves people, and tells nobody: what was written for those of one
 * sitting must not be said to those of another by somebody whose page was still open. So each form of such a page carries a mark.
 */
import { z } from 'zod'
import { keyedHash, sameHash } from '#app/access/keyed-hash.server.ts'
import type { Viewer } from '#app/access/viewer.server.ts'
import type { InRoom } from '#app/domain/meetings/rooms.server.ts'
import { readPosted, refusedForm, type Posted } from '#app/http/read-form.ts'
import type { FormState } from '#app/ui/form-state.ts'
import type { MeetingId } from '#app/values/ids.ts'

/** The mark of a sitting for one reader. It tells no number, and two readers who compare theirs learn nothing. */
export function sittingMark({ family, member }: Pick<Viewer, 'family' | 'member'>, meeting: MeetingId, sitting: number | null): string {
  return keyedHash('sitting', family, meeting, String(member), String(sitting))
}

/** The same of the room that somebody is in. */
export function roomMark(viewer: InRoom): string {
  return sittingMark(viewer, viewer.room.meeting, viewer.room.sitting)
}

/** What was typed, refused, where its page was made for another sitting than the one in which its reader is now; null where it may be sent. Answer it with 409. */
export function ofAnotherSitting(post: Posted, mark: string): FormState | null {
  const { here } = post.values
  return typeof here === 'string' && sameHash(here, mark) ? null : typedBefore(post, 'page-of-before')
}

/** All that was typed, refused as it stands: for what can be sent from this page no more. */
export function typedBefore(post: Posted, why: 'page-of-before' | 'changed-meanwhile' | 'meeting-is-off'): FormState {
  return refusedForm(readPosted(post, z.object({})).form, { why })
}
