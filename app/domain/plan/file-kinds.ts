/** The kinds of files that every browser shows or plays. Pure. */
export type FileType = 'image/jpeg' | 'image/png' | 'image/webp' | 'audio/mpeg' | 'audio/mp4' | 'audio/ogg' | 'audio/wav'

/** Whether a file of some kind is looked at; otherwise it is listened to. */
export function isPicture(type: string): boolean {
  return type.startsWith('image/')
}
