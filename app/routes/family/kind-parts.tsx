import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import type { KindWord } from '#app/domain/goals/kind-words.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Icon } from '#app/ui/icons.tsx'

const icons = { thanks: 'heart', win: 'star', offer: 'hand' } as const

/** An adult of the family, who can take up what others offer. */
export interface Takes { readonly family: string; readonly me: string }

/** One kind word: what it is, in the words of whoever said it, and who that was; of an offer what became of it, and the way to take it up. */
export function KindLine({ word, name, takes }: { word: SerializeFrom<KindWord>; name: string | undefined; takes?: Takes | null | undefined }): ReactNode {
  const { t } = useWords()
  const by = name ?? t('plan:somebodyElse')
  const waits = takes && word.kind === 'offer' && word.state === null && word.by !== takes.me
  return (
    <p className="kind">
      <Icon name={icons[word.kind]} />
      <span>
        {word.kind === 'offer' ? t('warm:offers', { name: by }) : <span className="soft">{t(word.kind === 'win' ? 'warm:winOf' : 'warm:thanksOf', { name: by })}</span>}
        {word.words === null ? null : <>{' '}<Said as="q" lang={word.lang}>{word.words}</Said></>}
        {word.state ? <>{' '}<span className="soft">{t(`warm:became.${word.state}`)}</span></> : null}
        {waits ? <>{' '}<a href={`/families/${takes.family}/offers/${word.id}`}>{t('warm:can.open')}<span className="vh">{`: ${by}`}</span></a></> : null}
      </span>
    </p>
  )
}

/** What was said of one thing, and the way to say something oneself. `to` and `takes` are left out on paper. */
export function KindWords({ words, names, thing, of, to, takes }: { words: readonly SerializeFrom<KindWord>[]; names: Readonly<Record<string, string>>; thing: string; /** The thing's own words, for whoever hears the link alone. */ of: string; to?: { readonly path: string; readonly text: string } | undefined; takes?: Takes | null | undefined }): ReactNode {
  return (
    <>
      {words.filter((word) => word.thing === thing).map((word) => <KindLine key={word.id} word={word} name={names[word.by]} takes={takes} />)}
      {to ? <p><a className="soft" href={to.path}>{to.text}<span className="vh">{`: ${of}`}</span></a></p> : null}
    </>
  )
}
