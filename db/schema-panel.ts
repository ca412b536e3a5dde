/** The tables of the panel, as types. */
import type { FamilyId, PanelDayId, PersonId, SpendId } from '#app/values/ids.ts'
import type { Day, Instant } from '#app/values/instant.ts'

export interface PanelTables {
  /** A day on which the panel sits: of the area. */
  panel_day: { id: PanelDayId; on_day: Day; made_by: PersonId; made_at: Instant; called_off_at: Instant | null; called_off_by: PersonId | null }
  /**
   * A request on the agenda of a day, and the record of it. One of them stands (`ended_how` is null): `moved` is one that
   * went on to another day, `off` (no longer written) one that was decided without a day. Put on by nobody is by itself. As kept as the request.
   */
  panel_item: {
    family_id: FamilyId; spend_id: SpendId; day_id: PanelDayId; put_by: PersonId | null; put_at: Instant; ended_how: 'moved' | 'off' | null
    /** What else was considered, and why it is decided so. */
    weighed: string | null; weighed_lang: string | null; why: string | null; why_lang: string | null; noted_by: PersonId | null; noted_at: Instant | null
  }
  /** Who of the panel was there when a request was looked at. */
  panel_there: { family_id: FamilyId; spend_id: SpendId; day_id: PanelDayId; person_id: PersonId }
}
