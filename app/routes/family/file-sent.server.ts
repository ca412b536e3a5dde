/** The drawing or voice note of a form that was sent, or what is wrong with it. */
import { cleanFile, type CleanFile } from '#app/domain/plan/clean-file.ts'
import { isPicture } from '#app/domain/plan/file-kinds.ts'
import type { FormErrors } from '#app/ui/form-state.ts'

export type FileSent = { readonly ok: true; readonly file: CleanFile } | { readonly ok: false; readonly errors: FormErrors }

/** Reads the field `file`; undefined when nothing was chosen. `request` is a copy of the one whose fields are read. */
export async function fileSent(request: Request, { pictureKilobytes, soundKilobytes }: { pictureKilobytes: number; soundKilobytes: number }): Promise<FileSent | undefined> {
  const file = (await request.formData().catch(() => undefined))?.get('file')
  if (!file || typeof file === 'string' || file.size === 0) return undefined
  const wrong = (key: string, values?: Record<string, number>): FileSent => ({ ok: false, errors: { file: values ? { key, values } : { key } } })
  const most = Math.max(pictureKilobytes, soundKilobytes) * 1000
  if (file.size > most) return wrong('errors:fileTooBig', { max: megabytes(most / 1000) })
  const clean = cleanFile(new Uint8Array(await file.arrayBuffer()))
  if (!clean) return wrong('errors:notPictureOrSound')
  const limit = isPicture(clean.type) ? pictureKilobytes : soundKilobytes
  return clean.bytes.length > limit * 1000 ? wrong('errors:fileTooBig', { max: megabytes(limit) }) : { ok: true, file: clean }
}

/** The picture of a form with a file; a sound is none. `request` is a copy, as above. */
export async function pictureSent(request: Request, kilobytes: number): Promise<FileSent | undefined> {
  if (!(request.headers.get('Content-Type') ?? '').startsWith('multipart/')) return undefined
  const sent = await fileSent(request, { pictureKilobytes: kilobytes, soundKilobytes: 0 })
  const noPicture = sent?.ok ? !sent.file.type.startsWith('image/') : sent?.errors.file?.key === 'errors:notPictureOrSound'
  return noPicture ? { ok: false, errors: { file: { key: 'errors:notPicture' } } } : sent
}

/** Kilobytes in megabytes, with one figure after the point. */
export function megabytes(kilobytes: number): number {
  return Math.round(kilobytes / 100) / 10
}
