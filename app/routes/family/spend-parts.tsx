/** What the pages about a request have in common. */
import type { ReactNode } from 'react'
import { declineReasons, type DeclineReason } from '#app/domain/budget/decline-reasons.ts'
import type { SpendWord } from '#app/domain/budget/spends.server.ts'
import { directoryLang, sayPrice } from '#app/domain/directory/say-service.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'
import { Rows } from '#app/ui/card.tsx'
import { Tag } from '#app/ui/tag.tsx'
import type { Instant } from '#app/values/instant.ts'
import type { Pence } from '#app/values/money.ts'
import type { SpendState } from '#db/schema.ts'

const tones = { asked: 'sun', question: 'sun', approved: 'leaf', delivered: 'leaf', paid: 'leaf', declined: 'grey', cancelled: 'grey', lapsed: 'grey' } as const

/** How a request stands, in words; the colour only repeats them. */
export function StateTag({ state, lapsed = false }: { state: SpendState; /** Agreed, and not used in time. */ lapsed?: boolean }): ReactNode {
  const { t } = useWords()
  const shown = lapsed ? 'lapsed' : state
  return <Tag tone={tones[shown]}>{t(`budget:state.${shown}`)}</Tag>
}

type Priced = { what: string; whatLang: string; label: string | null; unit: string; unitPence: Pence; quantity: number; pence: Pence }

/** What is asked for, with the name that the directory gives its price. */
export function What({ spend }: { spend: Pick<Priced, 'what' | 'whatLang' | 'label'> }): ReactNode {
  // Both are the directory's words: in one piece, so that the comma stands where it belongs in either direction.
  if (spend.label) return <Said lang={directoryLang}>{`${spend.what}, ${spend.label}`}</Said>
  return <Said lang={spend.whatLang}>{spend.what}</Said>
}

/** One price and how often; nothing to add where it is one of something. */
export function Price({ spend }: { spend: Pick<Priced, 'unit' | 'unitPence' | 'quantity' | 'pence'> }): ReactNode {
  const words = useWords()
  return <>{spend.quantity === 1 ? sayPrice(words, spend.unitPence, spend.unit) : words.t('budget:one.each', { price: sayPrice(words, spend.unitPence, spend.unit), number: spend.quantity })}</>
}

function isReason(reason: string | null): reason is DeclineReason {
  return (declineReasons as readonly (string | null)[]).includes(reason)
}

type Word = Pick<SpendWord, 'id' | 'kind' | 'level' | 'name' | 'at' | 'reason' | 'words' | 'lang'>

/** What the panel came to, which is nobody's in it. */
const ofThePanel = { approve: 'panel:told.approve', decline: 'panel:told.decline' } as const

/** What has happened to a request, in a sentence. Late in the panel it went up to nobody, for there is no level above; what lapsed at a level was a question there. */
function useHappened(): (word: Word) => string {
  const { t } = useWords()
  return (word) => {
    if (word.name === '' && word.kind in ofThePanel) return t(ofThePanel[word.kind as keyof typeof ofThePanel])
    if (word.kind === 'lapse' && word.level !== null) return t('budget:happened.unanswered')
    return word.kind === 'late' && word.level === null ? t('budget:happened.lateAgain') : t(`budget:happened.${word.kind}`, { name: word.name })
  }
}

/** Everything that was said about a request, oldest first. */
export function History({ asked, words, family }: { asked: { name: string; at: Instant }; words: readonly Word[]; /** Of whoever asked and can have it told in their language. */ family?: string | undefined }): ReactNode {
  const { t, format } = useWords()
  const happened = useHappened()
  return (
    <Rows>
      {[
        <p key="asked">{t('budget:one.asked', { name: asked.name, day: format.day(asked.at) })}</p>,
        ...words.map((word) => (
          <div key={word.id}>
            <p>{happened(word)} <span className="soft">{format.when(word.at)}</span></p>
            <WhatWasSaid word={word} family={family} />
          </div>
        )),
      ]}
    </Rows>
  )
}

/** The reason in the reader's language, and the person's own words, marked as such where they are in another one. */
export function WhatWasSaid({ word, family }: { word: Word; family?: string | undefined }): ReactNode {
  const { t } = useWords()
  return (
    <>
      {isReason(word.reason) ? <p>{t(`budget:declined.${word.reason}`)}</p> : null}
      {word.words === null ? null : <Said lang={word.lang} as="blockquote">{word.words}</Said>}
      {word.words === null ? null : <NotTranslated lang={word.lang} text={word.name === '' ? t('panel:told.ownWords') : t('budget:one.ownWords', { name: word.name })} family={family} />}
    </>
  )
}

/**
 * That words stand there as they were written, in another language than the page's. A family is offered that they are told in its
 * own: a message to whoever leads, written beforehand in both languages.
 */
export function NotTranslated({ lang: written, text, family }: { lang: string | null; text: string; family?: string | undefined }): ReactNode {
  const { t, lang } = useWords()
  if (written === null || written === lang) return null
  return <p className="soft">{text}{family ? <>{' '}<a href={`/families/${family}/messages/new?to=lead&ring=${written}`}>{t('messages:ring.link')}</a></> : null}</p>
}
