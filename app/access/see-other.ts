/** Thrown to send the reader to another page of ours (303). A plain Response: only routes and http know the framework. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: path } })
}
