import type { SerializeFrom } from '@remix-run/node'
import type { ReactNode } from 'react'
import { isPicture } from '#app/domain/plan/file-kinds.ts'
import type { FileInShort } from '#app/domain/plan/files.server.ts'
import { Said } from '#app/i18n/said.tsx'
import { useWords } from '#app/i18n/words.tsx'

/** A drawing to look at, or a voice note to listen to, with what it is in words. On paper a sound is its words alone. */
export function FileShown({ file, family, atOnce = false }: { file: SerializeFrom<FileInShort> | null; family: string; /** Not only when it comes into view: paper has no view. */ atOnce?: boolean }): ReactNode {
  const { t } = useWords()
  if (file === null) return null
  const src = `/families/${family}/plan/files/${file.id}`
  return (
    <figure className="file-shown">
      {isPicture(file.type)
        ? <img src={src} alt={file.what} lang={file.lang} loading={atOnce ? undefined : 'lazy'} />
        // eslint-disable-next-line jsx-a11y/media-has-caption -- what is said in it stands below in words
        : <audio controls preload="none" src={src} aria-label={t('warm:file.sound')} />}
      <figcaption className="soft"><Said lang={file.lang}>{file.what}</Said></figcaption>
    </figure>
  )
}
