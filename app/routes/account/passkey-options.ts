import { optionsToSignIn } from '#app/domain/account/passkeys.server.ts'

/** What a browser needs to sign somebody in with a passkey: asked for by the script of the page, at the press of the button. */
export function loader() {
  const { options, cookie } = optionsToSignIn()
  return Response.json(options, { headers: { 'Set-Cookie': cookie, 'Cache-Control': 'no-store' } })
}
