import { useContext } from 'react'
import { elementOf } from '../../markup.ts'
import { ModelContext } from './model.ts'

/** The markup of the real page and nothing else: no loader, no component, no words. */
export default function Rendered() {
  return <>{useContext(ModelContext)!.body.children.map((node, at) => elementOf(node, at))}</>
}
