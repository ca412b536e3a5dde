/** The order of a spend that has not ended: who is told when it does, or when another price that it waited for is agreed. */
import type { Inside, Viewer } from '#app/access/viewer.server.ts'
import { settingsOf } from '#app/domain/area/settings.server.ts'
import type { Notice } from '#app/events/notices.server.ts'
import { isLang } from '#app/i18n/lang.ts'
import type { SpendId } from '#app/values/ids.ts'

type Within = Pick<Inside<Viewer>, 'db' | 'family' | 'now'>
type Reached = { readonly channel: 'email' | 'text'; readonly address: string; readonly lang: string }

/** Ends the order of a spend, if one has not ended: its link is gone, and its provider is told. */
export async function endOpen(acting: Within, spend: SpendId): Promise<Notice[]> {
  const ended = await acting.db.updateTable('spend_order').set({ state: 'ended', ended_at: acting.now, new_unit_pence: null, new_quantity: null }).where('family_id', '=', acting.family).where('spend_id', '=', spend).where('ended_at', 'is', null)
    .returning(['channel', 'address', 'lang']).execute()
  return told(acting, ended, 'orderEnded')
}

/** What the provider is told once a spend is agreed again that it has an order of: it was promised to hear of its price. */
export async function toldOfYes(acting: Within, spend: SpendId): Promise<Notice[]> {
  const open = await acting.db.selectFrom('spend_order').select(['channel', 'address', 'lang']).where('family_id', '=', acting.family).where('spend_id', '=', spend).where('ended_at', 'is', null).where('expires_at', '>', acting.now).execute()
  return told(acting, open, 'orderAgreed')
}

async function told({ db }: Within, providers: readonly Reached[], name: 'orderEnded' | 'orderAgreed'): Promise<Notice[]> {
  if (providers.length === 0) return []
  const { areaName } = await settingsOf(db)
  return providers.flatMap(({ channel, address, lang }) => (isLang(lang) ? [{ to: { channel, address, lang }, name, values: { area: areaName } }] : []))
}
