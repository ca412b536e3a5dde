/** One answer for what does not exist and for what is not yours, so that nobody learns which it was. */
export function notYours(): Response {
  return new Response(null, { status: 404 })
}
