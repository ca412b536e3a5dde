/** What is kept of a drawing or a voice note: what draws or plays it, and nothing that says where, when or by what it was made. */
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanFile } from '#app/domain/plan/clean-file.ts'

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const be = (value: number, bytes: number) => Array.from({ length: bytes }, (_, n) => (value >>> (8 * (bytes - 1 - n))) & 255)
const le = (value: number, bytes: number) => be(value, bytes).reverse()
const of = (...parts: (readonly number[] | Uint8Array)[]) => new Uint8Array(parts.flatMap((part) => [...part]))
const secret = letters('53.4839N 2.2446W by SecretPhone')
const told = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1')
const kept = (bytes: Uint8Array) => cleanFile(bytes)?.bytes

const drawing = new Uint8Array(readFileSync('db/demo/ada-drawing.png'))
const chunk = (name: string, data: readonly number[]) => [...be(data.length, 4), ...letters(name), ...data, ...be(crc32(new Uint8Array([...letters(name), ...data])), 4)]

/** A camera's notes: which way is up, and where it was. */
const exif = (way: number) => [0xff, 0xe1, ...be(2 + 6 + 26 + secret.length, 2), ...letters('Exif\0\0'), ...letters('II*\0'), ...le(8, 4), ...le(1, 2), ...le(0x0112, 2), ...le(3, 2), ...le(1, 4), ...le(way, 4), ...le(0, 4), ...secret]
const segment = (marker: number, data: readonly number[]) => [0xff, marker, ...be(data.length + 2, 2), ...data]
const photo = ({ way = 6, width = 4, height = 2, end = [0xff, 0xd9] }: { way?: number; width?: number; height?: number; end?: number[] } = {}) => of(
  [0xff, 0xd8], segment(0xe0, letters('JFIF\0')), exif(way), segment(0xe2, secret), segment(0xfe, secret), segment(0xdb, [0, ...Array<number>(64).fill(1)]),
  segment(0xc0, [8, ...be(height, 2), ...be(width, 2), 1, 1, 0x11, 0]), segment(0xda, [1, 1, 0, 0, 63, 0]), [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4], end, secret,
)

const box = (name: string, ...parts: (readonly number[])[]) => { const data = parts.flat(); return [...be(data.length + 8, 4), ...letters(name), ...data] }
const handler = (kind: string) => box('hdlr', [0, 0, 0, 0, 0, 0, 0, 0], letters(kind), Array<number>(12).fill(0), secret)
const recording = (kind = 'soun') => of(box('ftyp', letters('M4A '), [0, 0, 0, 0]), box('moov', box('trak', box('mdia', handler(kind)), box('udta', box('meta', secret))), box('udta', secret)), box('mdat', [7, 7, 7]), box('free', secret))

const riff = (form: string, ...parts: (readonly number[])[]) => { const data = [...letters(form), ...parts.flat()]; return of(letters('RIFF'), le(data.length, 4), data) }
const part = (name: string, data: readonly number[]) => [...letters(name), ...le(data.length, 4), ...data, ...(data.length % 2 ? [0] : [])]

const page = (sequence: number, data: readonly number[]) => [...letters('OggS'), 0, 0, ...Array<number>(8).fill(0), ...le(9, 4), ...le(sequence, 4), 0, 0, 0, 0, Math.floor(data.length / 255) + 1, ...Array<number>(Math.floor(data.length / 255)).fill(255), data.length % 255, ...data]

describe('a picture', () => {
  test('of a camera keeps its lines and which way is up, and nothing of where and when', () => {
    const clean = cleanFile(photo())
    expect(clean?.type).toBe('image/jpeg')
    expect(told(clean?.bytes)).not.toMatch(/SecretPhone|53\.48/)
    // The lines themselves, to the end of the picture and no further; the way up is said anew.
    expect(told(clean?.bytes)).toContain('\x01\x02\xff\x00\x03\xff\xd0\x04\xff\xd9')
    expect(told(clean?.bytes).endsWith('\xff\xd9')).toBe(true)
    expect(told(clean?.bytes)).toContain('\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06')
    expect(told(kept(photo({ way: 1 })))).not.toContain('Exif')
    expect(kept(kept(photo())!)).toEqual(kept(photo()))
  })

  test('as PNG keeps what draws it: it is the same picture, without its texts', () => {
    const iend = drawing.length - 12
    const withTexts = of(drawing.subarray(0, 33), chunk('tEXt', secret), chunk('eXIf', secret), drawing.subarray(33, iend), chunk('tIME', secret), drawing.subarray(iend), secret)
    expect(kept(withTexts)).toEqual(drawing)
    // A part that is not what its sum says is not taken at its word.
    expect(kept(of(drawing.subarray(0, 60), [drawing[60]! ^ 1], drawing.subarray(61)))).toBeUndefined()
  })

  test('as WebP keeps what draws it; one that moves is a film', () => {
    const lines = part('VP8L', [0x2f, 3, 0xc0, 0, 0, 9, 9])
    const clean = cleanFile(riff('WEBP', part('VP8X', [0x0c, 0, 0, 0, 3, 0, 0, 3, 0, 0]), lines, part('EXIF', secret), part('XMP ', secret)))
    expect(clean?.type).toBe('image/webp')
    expect(told(clean?.bytes)).not.toContain('SecretPhone')
    expect(clean?.bytes).toEqual(riff('WEBP', part('VP8X', [0, 0, 0, 0, 3, 0, 0, 3, 0, 0]), lines))
    expect(kept(riff('WEBP', part('ANIM', [0, 0]), lines))).toBeUndefined()
  })

  test('that would fill the memory of a phone is not taken', () => {
    expect(kept(photo({ width: 60_000, height: 60_000 }))).toBeUndefined()
    expect(kept(photo({ width: 0 }))).toBeUndefined()
  })
})

describe('a voice note', () => {
  test('as M4A stays as long as it was, byte for byte, and tells neither who recorded it nor where; a film is none', () => {
    const clean = cleanFile(recording())
    expect(clean?.type).toBe('audio/mp4')
    expect(clean?.bytes).toHaveLength(recording().length)
    expect(told(clean?.bytes)).not.toMatch(/SecretPhone|udta|meta/)
    expect(told(clean?.bytes)).toContain('mdat\x07\x07\x07')
    expect(kept(recording('vide'))).toBeUndefined()
  })

  test('as MP3 loses the labels before and after it', () => {
    const frames = [0xff, 0xfb, 0x90, 0, ...Array<number>(200).fill(5)]
    const label = [...letters('ID3'), 4, 0, 0, ...be(secret.length, 4), ...secret]
    expect(cleanFile(of(label, frames, letters('TAG'), Array<number>(125).fill(65)))).toEqual({ type: 'audio/mpeg', bytes: of(frames) })
  })

  test('as WAV keeps its sound alone', () => {
    const [format, sound] = [part('fmt ', Array<number>(16).fill(1)), part('data', [1, 2, 3, 4])]
    expect(cleanFile(riff('WAVE', format, part('LIST', secret), sound))).toEqual({ type: 'audio/wav', bytes: riff('WAVE', format, sound) })
  })

  test('as Ogg has labels that say nothing', () => {
    const sound = page(2, [1, 2, 3])
    const clean = cleanFile(of(page(0, letters('OpusHead')), page(1, [...letters('OpusTags'), ...le(secret.length, 4), ...secret]), sound))
    expect(clean?.type).toBe('audio/ogg')
    expect(told(clean?.bytes)).not.toContain('SecretPhone')
    expect(told(clean?.bytes).endsWith(told(of(sound)))).toBe(true)
  })
})

describe('anything else', () => {
  test('is not taken, whatever it is called', () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', '<!doctype html><script>', 'GIF89a', '%PDF-1.7', 'PK\x03\x04', 'MZ', '']) expect(cleanFile(of(letters(text)))).toBeUndefined()
  })

  test('however it was cut short or changed, is refused or read, and never throws', () => {
    const whole = fc.constantFrom(photo(), drawing, recording(), of(page(0, letters('OpusHead')), page(1, letters('OpusTags'))), riff('WEBP', part('VP8L', [0x2f, 3, 0xc0, 0, 0, 9])))
    fc.assert(fc.property(whole, fc.nat(), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }), (bytes, cut, changes) => {
      const broken = bytes.slice(0, cut % (bytes.length + 1))
      for (const [at, byte] of changes) if (broken.length > 0) broken[at % broken.length] = byte
      const clean = cleanFile(broken)
      expect(clean === undefined || clean.bytes.length <= broken.length + 36).toBe(true)
    }), { numRuns: 400 })
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => { cleanFile(bytes) }))
  })
})
