/** How a file that somebody sent leaves the house: to be saved, never shown as a page of ours. */
export function spendFile({ type, bytes }: { type: string; bytes: Buffer<ArrayBuffer> }): Response {
  return new Response(bytes, {
    headers: {
      'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': `attachment; filename="picture.${type.split('/')[1]!}"`,
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'Content-Length': String(bytes.length),
    },
  })
}
