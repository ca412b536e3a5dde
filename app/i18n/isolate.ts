import type { Direction } from './lang.ts'

// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. They work in text nodes, attributes, titles and plain e-mails alike,
// where <bdi> does not.
const open = '\u2068'
const close = '\u2069'

const writtenRightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * A value that goes into a sentence, fenced so that neither turns the other round: without it an Urdu page
 * shows "62.50£". In a left-to-right sentence only a value written from right to left needs the fence.
 */
export function isolate(value: string, dir: Direction): string {
  if (value === '' || (value.startsWith(open) && value.endsWith(close))) return value
  return dir === 'rtl' || writtenRightToLeft.test(value) ? open + value + close : value
}
