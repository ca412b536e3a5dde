/** Why a day of the panel is called off: kept in its record, and a form's choices. */
import { z } from 'zod'
import { choice } from '#app/http/fields.ts'

export const panelOffReasons = ['too-few', 'other-day', 'no-room', 'not-needed'] as const
export type PanelOffReason = (typeof panelOffReasons)[number]

export const panelOffForm = z.object({ why: choice(panelOffReasons) })
