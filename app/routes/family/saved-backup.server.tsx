/**
 * The plan for when things get harder as one file that opens without a network: no script, nothing from elsewhere, its few lines of style inside.
 */
import { renderToStaticMarkup } from 'react-dom/server'
import { namingWhoLeft } from '#app/i18n/naming-who-left.ts'
import { WordsProvider, type Words } from '#app/i18n/words.tsx'
import type { Day } from '#app/values/instant.ts'
import { BackupRead } from './backup-read.tsx'
import type { readBackup } from './read-backup.server.ts'

// Neither quotes nor brackets, which a page would write as text.
const style = `
:root { color-scheme: light dark; }
body { max-width: 36rem; margin: 0 auto; padding: 1rem; font: 1.125rem/1.5 system-ui, sans-serif; }
:lang(ur) { line-height: 2.1; }
h1 { font-size: 1.6rem; line-height: 1.3; } h2 { font-size: 1.2rem; margin-block: 1.6rem 0.4rem; }
h1:lang(ur), h2:lang(ur) { line-height: 2; }
p { margin-block: 0.3rem; overflow-wrap: anywhere; } .lines { white-space: pre-wrap; } .soft { opacity: 0.8; }
.one { padding-block: 0.5rem; border-block-start: 1px solid; }
.tel { display: inline-block; padding-block: 0.6rem; font-size: 1.25rem; font-weight: bold; color: inherit; }
ol { padding-inline-start: 1.4rem; }
`

/** The whole file, in the reader's language. `on` is the day that it was made. */
export function savedBackup(words: Words, entries: Awaited<ReturnType<typeof readBackup>>['entries'], on: Day): string {
  const { t, format, lang, dir } = words
  const page = (
    <html lang={lang} dir={dir}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{t('backup:title')}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <h1>{t('backup:title')}</h1>
          <p><strong>{t('backup:saved.from', { day: format.dayWithYear(on) })}</strong> {t('backup:saved.stays')}</p>
          <WordsProvider words={words}><BackupRead entries={entries} /></WordsProvider>
          <p className="one soft">{t('backup:saved.toDelete')}</p>
        </main>
      </body>
    </html>
  )
  return namingWhoLeft(`<!DOCTYPE html>${renderToStaticMarkup(page)}`, words)
}
