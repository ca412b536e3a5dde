import { useContext } from 'react'
import { Filler } from './filler.ts'

/** Nothing but bytes: no loader, no component, no words. */
export default function Page() {
  return <div dangerouslySetInnerHTML={{ __html: useContext(Filler) }} />
}
