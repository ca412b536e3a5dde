import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { CameFrom } from '#app/domain/meetings/family-plan.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { Sentence } from '#app/i18n/sentence.tsx'

/** That something of the plan was agreed at a family meeting, for those who may know of it; nothing for anybody else. */
export function FromMeeting({ from, family }: { from: SerializeFrom<CameFrom> | null; family: string }): ReactNode {
  if (!from) return null
  return <p className="soft"><Sentence of="decided:from" values={{ question: from.question }} parts={{ link: (words) => <a href={`/families/${family}/meetings/${from.meeting}/plan`}><Said lang={from.lang}>{words}</Said></a> }} /></p>
}
