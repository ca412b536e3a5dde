import { notYours } from '#app/access/not-yours.ts'

/** Any address that no page has: the same answer as for a page that is not yours, with the reader's language and frame. */
export function loader(): never {
  throw notYours()
}

/** A form sent to such an address. */
export function action(): never {
  throw notYours()
}

// With no page of its own the route would answer as a resource, without the frame.
export default function NotHere() {
  return null
}
