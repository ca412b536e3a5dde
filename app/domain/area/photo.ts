/** A face for the pages of families: small, because it comes inside every page that shows it. Pure. */

/** The most bytes of a picture. */
export const mostPhotoBytes = 12_000

/** A picture as a data URI, or what is wrong with it. The kind is read from its first bytes, never from its name. */
export function photoOf(bytes: Uint8Array): { ok: true; uri: string } | { ok: false; why: 'too-big' | 'no-picture' } {
  if (bytes.length > mostPhotoBytes) return { ok: false, why: 'too-big' }
  const kind = kindOf(bytes)
  if (!kind) return { ok: false, why: 'no-picture' }
  return { ok: true, uri: `data:image/${kind};base64,${Buffer.from(bytes).toString('base64')}` }
}

function kindOf(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | undefined {
  const starts = (at: number, ...expected: number[]) => expected.every((byte, n) => bytes[at + n] === byte)
  if (starts(0, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (starts(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return 'webp'
  return undefined
}
