import type { ReactNode } from 'react'
import { whoLeft } from '#app/values/who-left.ts'

/** The first letters of the first and the last name: what stands in for a photo, never a silhouette. */
function initialsOf(name: string): string {
  if (name === whoLeft) return ''
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]]
  return ends.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase()
}

/** A face in a round, or initials. The name always stands beside it, so it is decoration for a screen reader. */
export function PhotoRound({ name, photo }: { name: string; photo?: string | null }): ReactNode {
  return photo ? (
    <img className="face" src={photo} alt="" width="52" height="52" />
  ) : (
    <span className="face" aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

/** Somebody: face, name and role, and below whatever is theirs (words, ways to reach them). */
export function Person(props: {
  name: string
  photo?: string | null
  /** What they are to the reader, as a whole phrase: "your lead professional". */
  role?: ReactNode
  /** Their own words: `<Said lang="…">…</Said>`. */
  words?: ReactNode
  /** Where the name leads. */
  to?: string
  children?: ReactNode
}): ReactNode {
  const { name, photo, role, words, to, children } = props
  return (
    <div className="who">
      <PhotoRound name={name} photo={photo} />
      <div>
        <p>
          {to ? (
            <a href={to}>
              <bdi>{name}</bdi>
            </a>
          ) : (
            <strong>
              <bdi>{name}</bdi>
            </strong>
          )}
          {role ? <span className="role">{role}</span> : null}
        </p>
        {words ? <blockquote>{words}</blockquote> : null}
        {children}
      </div>
    </div>
  )
}
