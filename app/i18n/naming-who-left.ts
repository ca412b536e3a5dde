import { whoLeft } from '#app/values/who-left.ts'
import type { Words } from './words.tsx'

/** A whole page or file, with those who left named in its language. The text holds nothing that HTML or JSON would escape. */
export function namingWhoLeft(text: string, { t }: Pick<Words, 't'>): string {
  return text.includes(whoLeft) ? text.replaceAll(whoLeft, t('common:whoLeft')) : text
}
