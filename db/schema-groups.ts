/** The tables of groups with places, as types. */
import type { Generated } from 'kysely'
import type { CircleId, FamilyId, GroupDateId, GroupId, MemberId, PersonId, WaitId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'

export interface GroupTables {
  /** A group that meets again and again, open to every family. `rule` null is once; a rule is counted from `from_on`. */
  group_series: { id: GroupId; name: string; purpose: string; lang: string; mode: 'centre' | 'school'; place: string; rule: string | null; from_on: Day; until_on: Day; made_by: PersonId; made_at: Instant }
  group_leader: { group_id: GroupId; practitioner_id: PersonId; /** Whose name stands first. */ first: 0 | 1 }
  /** One date of a group. `taken` counts the places of families, those that are offered to somebody who waits among them; `waiting` the families that wait. */
  group_date: {
    id: GroupDateId; group_id: GroupId; starts_at: Instant; ends_at: Instant; places: number; taken: Generated<number>; waiting: Generated<number>
    off_at: Generated<Instant | null>; off_why: Generated<string | null>; off_lang: Generated<string | null>
    /** The date that takes its place; the places of its families are kept there for them. */
    moved_to: Generated<GroupDateId | null>
  }
  /** Who leads a date, and the time that it takes of them; gone when it is called off. Those of `group_leader` unless somebody is away or has left. */
  group_hold: { practitioner_id: PersonId; date_id: GroupDateId; starts_at: Instant; ends_at: Instant }
  /** A family that waits for places of a date. `asked`: they are kept for it until `answer_by`. The appointment that comes of it has the same id. */
  group_wait: {
    family_id: FamilyId; id: WaitId; circle_id: CircleId | null; date_id: GroupDateId; practitioner_id: PersonId; places: number; needs: string; interpreter_lang: string | null; note: string | null; note_lang: string | null
    state: 'waiting' | 'asked' | 'taken' | 'ended'; asked_by: MemberId; asked_at: Instant; offered_at: Generated<Instant | null>; answer_by: Generated<Instant | null>
    ended_at: Generated<Instant | null>; ended_how: Generated<'no' | 'late' | 'left' | 'off' | 'past' | null>
  }
}
