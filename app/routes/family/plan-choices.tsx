import type { ReactNode } from 'react'
import { useWords } from '#app/i18n/words.tsx'

/** The plan by one person: everybody's first, then each of the household. */
export function PersonLinks({ here, people, person }: { here: string; people: readonly { id: string; name: string }[]; person: string | null }): ReactNode {
  const { t } = useWords()
  if (people.length < 2) return null
  const all = [{ id: null, name: t('warm:person.everybody') }, ...people]
  return (
    <nav aria-label={t('warm:person.show')}>
      <ul className="choices">
        {all.map(({ id, name }) => <li key={id ?? ''}>{id === person ? <strong aria-current="page"><bdi>{name}</bdi></strong> : <a href={id === null ? here : `${here}?person=${id}`}><bdi>{name}</bdi></a>}</li>)}
      </ul>
    </nav>
  )
}
