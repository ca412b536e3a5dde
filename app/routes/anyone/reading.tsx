// The pieces of the pages that are only read: staying safe, privacy, cookies, accessibility, complaints.
import type { ReactNode } from 'react'
import type { Key, Values } from '#app/i18n/keys.ts'
import { Sentence } from '#app/i18n/sentence.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { PhoneLink } from '#app/ui/phone-link.tsx'

/** A heading and what stands under it. */
export function Part({ title, children }: { title: Key; children: ReactNode }) {
  const { t } = useWords()
  return (
    <section>
      <h2>{t(title)}</h2>
      {children}
    </section>
  )
}

/** A paragraph. `<phone>` in its text can be rung, `<link>` leads to `to`, `<other>` to another site. */
export function Paragraph({ of, values, to, other }: { of: Key; values?: Values; to?: string; other?: string }) {
  return (
    <p>
      <Sentence
        of={of}
        values={values}
        parts={{
          phone: (number) => <PhoneLink number={number} />,
          ...(to && { link: (words: string) => <a href={to}>{words}</a> }),
          ...(other && { other: (words: string) => <a href={other} rel="noreferrer">{words}</a> }),
        }}
      />
    </p>
  )
}

/** Short things under each other. */
export function Points({ of }: { of: readonly Key[] }) {
  const { t } = useWords()
  return (
    <ul>
      {of.map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  )
}
