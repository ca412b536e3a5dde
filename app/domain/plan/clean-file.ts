/**
 * A drawing or a voice note as it may be kept: what it is is read from its bytes, never from its name, and only the parts
 * that a browser needs to draw or play it are taken over, as they are. Where and when it was made, with which device, previews
 * of what was cut off, and anything behind its end are left behind. Nothing is drawn or decoded here. Pure.
 */
import { crc32 } from 'node:zlib'
import type { FileType } from './file-kinds.ts'

export interface CleanFile { readonly type: FileType; readonly bytes: Uint8Array<ArrayBuffer> }

/** The most points of a picture: more would fill the memory of a phone. */
const mostPoints = 40_000_000

/** What may be kept of some bytes; undefined when they are no picture and no sound that every browser knows, or are broken. */
export function cleanFile(bytes: Uint8Array): CleanFile | undefined {
  for (const [type, clean] of Object.entries(kinds)) {
    let kept: Uint8Array<ArrayBuffer> | undefined
    try {
      kept = clean(new Bytes(bytes))
    } catch (error) {
      // Cut short: what it says of its own length is not so.
      if (!(error instanceof RangeError)) throw error
    }
    if (kept) return { type: type as FileType, bytes: kept }
  }
  return undefined
}

/** Bytes that throw a RangeError where there are none. */
class Bytes {
  readonly all: Uint8Array
  readonly #view: DataView
  constructor(all: Uint8Array) {
    this.all = all
    this.#view = new DataView(all.buffer, all.byteOffset, all.byteLength)
  }

  get length(): number { return this.all.length }
  u8(at: number): number { return this.#view.getUint8(at) }
  u16(at: number, little = false): number { return this.#view.getUint16(at, little) }
  u32(at: number, little = false): number { return this.#view.getUint32(at, little) }
  text(at: number, length: number): string { return String.fromCharCode(...this.part(at, at + length)) }
  is(at: number, said: string): boolean { return at + said.length <= this.length && this.text(at, said.length) === said }

  part(from: number, until: number): Uint8Array {
    if (from < 0 || until < from || until > this.length) throw new RangeError('cut short')
    return this.all.subarray(from, until)
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const fits = (width: number, height: number) => width > 0 && height > 0 && width * height <= mostPoints

/** Tables, frames and scans, and which way is up: of the notes that cameras write nothing else. Whatever follows the end of the picture is another file. */
function jpeg(bytes: Bytes): Uint8Array<ArrayBuffer> | undefined {
  if (bytes.u16(0) !== 0xffd8) return undefined
  const parts = [bytes.part(0, 2)]
  let [at, drawn] = [2, false]
  for (;;) {
    if (bytes.u8(at) !== 0xff) return undefined
    const marker = bytes.u8(at + 1)
    if (marker === 0xff) { at += 1; continue }
    if (marker === 0xd9) break
    const end = at + 2 + bytes.u16(at + 2)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame && !fits(bytes.u16(at + 7), bytes.u16(at + 5))) return undefined
    if (marker === 0xe1 && bytes.is(at + 4, 'Exif\0\0')) {
      const way = orientation(new Bytes(bytes.part(at + 10, end)))
      if (way > 1) parts.push(wayUp(way))
    }
    // Adobe's mark says how the colours are meant. Of a plain JFIF head the preview is left out.
    if (isFrame || [0xc4, 0xcc, 0xdb, 0xdd, 0xda].includes(marker) || (marker === 0xee && bytes.is(at + 4, 'Adobe'))) parts.push(bytes.part(at, end))
    at = end
    if (marker !== 0xda) continue
    drawn = true
    const from = at
    while (bytes.u8(at) !== 0xff || bytes.u8(at + 1) === 0 || (bytes.u8(at + 1) >= 0xd0 && bytes.u8(at + 1) <= 0xd7)) at += 1
    parts.push(bytes.part(from, at))
  }
  return drawn ? joined([...parts, new Uint8Array([0xff, 0xd9])]) : undefined
}

/** Which way is up, 1 to 8, of the notes of a camera (EXIF 2.32, tag 0x0112); 1 where they do not say. */
function orientation(tiff: Bytes): number {
  try {
    const little = tiff.is(0, 'II')
    const from = tiff.u32(4, little)
    for (let n = 0; n < tiff.u16(from, little); n += 1) {
      const at = from + 2 + n * 12
      if (tiff.u16(at, little) === 0x0112) return Math.min(8, Math.max(1, tiff.u16(at + 8, little)))
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return 1
}

/** The notes of a camera that say which way is up, and nothing else. */
function wayUp(way: number): Uint8Array {
  return new Uint8Array([0xff, 0xe1, 0, 34, ...[...'Exif\0\0MM\0*'].map((letter) => letter.charCodeAt(0)), 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0])
}

/** The parts without which it is not drawn, each as its own sum says it was meant. */
function png(bytes: Bytes): Uint8Array<ArrayBuffer> | undefined {
  if (!bytes.is(0, '\x89PNG\r\n\x1a\n') || !bytes.is(12, 'IHDR') || !fits(bytes.u32(16), bytes.u32(20))) return undefined
  const parts = [bytes.part(0, 8)]
  for (let at = 8; ;) {
    const end = at + 12 + bytes.u32(at)
    const name = bytes.text(at + 4, 4)
    if (crc32(bytes.part(at + 4, end - 4)) !== bytes.u32(end - 4)) return undefined
    if (['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB'].includes(name)) parts.push(bytes.part(at, end))
    if (name === 'IEND') return joined(parts)
    at = end
  }
}

/** The chunks of a RIFF file, each with its own head and the byte that makes it even. */
function* chunks(bytes: Bytes): Generator<{ name: string; from: number; end: number }> {
  const end = Math.min(bytes.length, 8 + bytes.u32(4, true))
  for (let at = 12; at + 8 <= end;) {
    const length = bytes.u32(at + 4, true)
    yield { name: bytes.text(at, 4), from: at, end: at + 8 + length + (length % 2) }
    at += 8 + length + (length % 2)
  }
}

function riff(form: string, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = joined(parts)
  const head = new Uint8Array(12)
  head.set([...'RIFF'].map((letter) => letter.charCodeAt(0)))
  new DataView(head.buffer).setUint32(4, body.length + 4, true)
  head.set([...form].map((letter) => letter.charCodeAt(0)), 8)
  return joined([head, body])
}

function webp(bytes: Bytes): Uint8Array<ArrayBuffer> | undefined {
  if (!bytes.is(0, 'RIFF') || !bytes.is(8, 'WEBP')) return undefined
  const parts: Uint8Array[] = []
  let drawn = false
  for (const { name, from, end } of chunks(bytes)) {
    // One that moves is a film.
    if (name === 'ANIM' || name === 'ANMF') return undefined
    if (name === 'VP8X') {
      const head = bytes.part(from, end).slice()
      if (!fits(1 + (bytes.u32(from + 12, true) & 0xffffff), 1 + (bytes.u32(from + 15, true) & 0xffffff))) return undefined
      // Of what it says is in it only transparency is left.
      head[8] = head[8]! & 0x10
      parts.push(head)
    }
    if (name === 'VP8 ' && !fits(bytes.u16(from + 14, true) & 0x3fff, bytes.u16(from + 16, true) & 0x3fff)) return undefined
    if (name === 'VP8L' && !fits(1 + (bytes.u32(from + 9, true) & 0x3fff), 1 + ((bytes.u32(from + 9, true) >> 14) & 0x3fff))) return undefined
    if (['VP8 ', 'VP8L', 'ALPH'].includes(name)) parts.push(bytes.part(from, end))
    drawn ||= name === 'VP8 ' || name === 'VP8L'
  }
  return drawn ? riff('WEBP', parts) : undefined
}

/** Frames of sound without the labels before and after them. */
function mp3(bytes: Bytes): Uint8Array<ArrayBuffer> | undefined {
  let [from, end] = [0, bytes.length]
  while (bytes.is(from, 'ID3')) from += 10 + [6, 7, 8, 9].reduce((size, at) => size * 128 + (bytes.u8(from + at) & 0x7f), 0) + (bytes.u8(from + 5) & 0x10 ? 10 : 0)
  if (end - from > 128 && bytes.is(end - 128, 'TAG')) end -= 128
  if (end - from > 32 && bytes.is(end - 32, 'APETAGEX')) end -= bytes.u32(end - 20, true) + (bytes.u8(end - 9) & 0x80 ? 32 : 0)
  const isFrame = bytes.u8(from) === 0xff && (bytes.u8(from + 1) & 0xe6) === 0xe2
  return isFrame ? joined([bytes.part(from, end)]) : undefined
}

/** Boxes of an MP4 in which others lie, on the way to the sound. */
const holdOthers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'moof', 'traf', 'mvex'])

/** A recording with one or more tracks of sound and none of pictures. What only describes it is made empty where it stands: the places of the sound are counted in bytes from the beginning. */
function mp4(bytes: Bytes): Uint8Array<ArrayBuffer> | undefined {
  if (!bytes.is(4, 'ftyp')) return undefined
  const kept = bytes.all.slice()
  let sounds = 0
  let films = 0
  const walk = (from: number, until: number): void => {
    for (let at = from; at < until;) {
      const size = bytes.u32(at)
      const name = bytes.text(at + 4, 4)
      const end = size === 0 ? until : at + size
      if (size === 1 || end > until || (size !== 0 && size < 8)) throw new RangeError('cut short')
      if (['udta', 'meta', 'uuid', 'free', 'skip', 'mdta'].includes(name)) {
        kept.set([...'free'].map((letter) => letter.charCodeAt(0)), at + 4)
        kept.fill(0, at + 8, end)
      } else if (name === 'hdlr') {
        const handler = bytes.text(at + 16, 4)
        if (handler === 'soun') sounds += 1
        else if (handler === 'vide') films += 1
        // The name that the recorder gave itself.
        kept.fill(0, at + 32, end)
      } else if (holdOthers.has(name)) walk(at + 8, end)
      at = end
    }
  }
  walk(0, bytes.length)
  return sounds > 0 && films === 0 ? kept : undefined
}

/** A voice note in Opus or Vorbis; its labels, which fill the second page, are made empty (RFC 7845, 5.2). */
function ogg(bytes: Bytes): Uint8Array<ArrayBuffer> | undefined {
  if (!bytes.is(0, 'OggS')) return undefined
  const body = (page: number) => page + 27 + bytes.u8(page + 26)
  const endOf = (page: number) => body(page) + bytes.part(page + 27, body(page)).reduce((sum, part) => sum + part, 0)
  if (!bytes.is(body(0), 'OpusHead')) return undefined
  const second = endOf(0)
  if (!bytes.is(second, 'OggS') || !bytes.is(body(second), 'OpusTags')) return undefined
  const end = endOf(second)
  // Labels that go on over the next page hold a picture or a story.
  if (bytes.u8(body(second) - 1) === 255) return undefined
  const kept = bytes.all.slice()
  kept.fill(0, body(second) + 8, end)
  kept.fill(0, second + 22, second + 26)
  new DataView(kept.buffer).setUint32(second + 22, oggSum(kept.subarray(second, end)), true)
  return kept
}

/** The sum that a page of Ogg carries: CRC-32 by 0x04c11db7, not turned round (RFC 3533, 6). */
function oggSum(page: Uint8Array): number {
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}

function wav(bytes: Bytes): Uint8Array<ArrayBuffer> | undefined {
  if (!bytes.is(0, 'RIFF') || !bytes.is(8, 'WAVE')) return undefined
  const all = [...chunks(bytes)].filter(({ name }) => ['fmt ', 'fact', 'data'].includes(name))
  if (!['fmt ', 'data'].every((name) => all.some((one) => one.name === name))) return undefined
  return riff('WAVE', all.map(({ from, end }) => bytes.part(from, Math.min(end, bytes.length))))
}

const kinds: Readonly<Record<FileType, (bytes: Bytes) => Uint8Array<ArrayBuffer> | undefined>> = {
  'image/jpeg': jpeg, 'image/png': png, 'image/webp': webp, 'audio/mp4': mp4, 'audio/ogg': ogg, 'audio/wav': wav, 'audio/mpeg': mp3,
}
