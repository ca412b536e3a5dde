/** Reads a directory file of any known format. Pure: it decides nothing that needs the database. */
import type { ReadRow, Unreadable } from './directory-service.ts'
import { openReferral } from './read-open-referral.ts'
import { isOutpostService, outpost } from './read-outpost.ts'
import { isRow, readRows } from './row-fields.ts'

/** 64 million characters: ten thousand services with long descriptions. */
const longestFile = 64_000_000

/**
 * The rows of an Open Referral UK 3.0 `/services` page (`contents`) or single service, or of an Outpost services page
 * (`content`). Bad rows are refused one by one; the file is unreadable only when it holds no services at all.
 */
export function readDirectory(text: string): { readonly rows: readonly ReadRow[] } | { readonly unreadable: Unreadable } {
  if (text.length > longestFile) return { unreadable: 'too-big' }
  let file: unknown
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return { unreadable: 'not-json' }
  }
  if (!isRow(file)) return { unreadable: 'no-services' }
  if (Array.isArray(file.contents)) return { rows: readRows(file.contents, openReferral) }
  if (Array.isArray(file.content)) return { rows: readRows(file.content, outpost) }
  if (isOutpostService(file)) return { rows: readRows([file], outpost) }
  if (openReferral.isService(file)) return { rows: readRows([file], openReferral) }
  return { unreadable: 'no-services' }
}
