import { redirect, type TypedResponse } from '@remix-run/node'

/** 303 to a page of ours, with what the browser is to keep or forget. */
export function goTo(path: string, cookies: readonly string[] = []): TypedResponse<never> {
  const headers = new Headers()
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return redirect(path, { status: 303, headers })
}
