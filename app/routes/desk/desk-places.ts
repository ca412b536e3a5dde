import { may, type AreaViewer } from '#app/access/viewer.server.ts'
import type { AreaPower } from '#app/access/powers.ts'
import type { DeskPlace } from '#app/ui/navigation.tsx'

const powerOf = {
  desk: 'desk:see', find: 'families:find', approvals: 'spends:decide', panel: 'panel:plan', requests: 'requests:answer', diary: 'diary:keep', payments: 'payments:pay',
  settings: 'settings:keep', colleagues: 'people:keep', directory: 'directory:import', insight: 'insight:see', audit: 'audit:see',
} as const satisfies Partial<Record<DeskPlace, AreaPower>>

/** The places of the desk that somebody's posts give them: for a loader, as `places` of the page. */
export function deskPlaces(viewer: AreaViewer): DeskPlace[] {
  return (Object.keys(powerOf) as (keyof typeof powerOf)[]).filter((place) => may(viewer, powerOf[place]))
}
