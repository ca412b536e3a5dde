import { Outlet } from '@remix-run/react'
import { useContext } from 'react'
import { elementOf } from '../../markup.ts'
import { ModelContext } from './model.ts'

export default function Root() {
  const { html, head } = useContext(ModelContext)!
  return (
    <html lang="en" {...html.props}>
      <head>{head.children.map((node, at) => elementOf(node, at))}</head>
      <body>
        <Outlet />
      </body>
    </html>
  )
}
