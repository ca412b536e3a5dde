/** The picture in a letter that a phone reads as its address. */
import QRCode from 'qrcode'

/** A QR code as a data URI. */
export async function letterPicture(address: string): Promise<string> {
  const picture = await QRCode.toString(address, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })
  return `data:image/svg+xml,${encodeURIComponent(picture)}`
}
