// Where each script that our families may type keeps its zero; one to nine follow it.
const zeros = [
  0x0660, // Arabic
  0x06f0, // Urdu, Persian
  0x07c0, // N'Ko
  0x0966, // Hindi, Nepali
  0x09e6, // Bengali
  0x0a66, // Panjabi (Gurmukhi)
  0x0ae6, // Gujarati
  0x0be6, // Tamil
  0xff10, // full width, from Chinese and Japanese keyboards
]

/**
 * Typed text with the digits of other scripts turned into 0 to 9, and the Arabic decimal and thousands signs
 * into full stop and comma. Everything else stays as it is, so it is safe on a whole text.
 */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}|[\u066b\u066c]/gu, (sign) => {
    if (sign === '\u066b') return '.'
    if (sign === '\u066c') return ','
    const code = sign.codePointAt(0) ?? 0
    const zero = zeros.find((start) => code >= start && code <= start + 9)
    return zero === undefined ? sign : String(code - zero)
  })
}
