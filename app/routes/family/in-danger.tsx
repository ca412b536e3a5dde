import type { ReactNode } from 'react'
import { Sentence } from '#app/i18n/sentence.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'

/** What is written here is read on working days: whoever cannot wait is told where to turn. */
export function InDanger(): ReactNode {
  return <p className="soft"><Sentence of="messages:danger" parts={{ phone: (number) => <PhoneLink number={number} /> }} /></p>
}
