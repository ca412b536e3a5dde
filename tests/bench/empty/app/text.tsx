import { useContext } from 'react'
import { ModelContext } from './model.ts'

/** The bytes of the real page, which React only hands on. */
export default function Text() {
  return <div dangerouslySetInnerHTML={{ __html: useContext(ModelContext)!.text }} />
}
