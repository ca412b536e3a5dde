import { RemixBrowser } from '@remix-run/react'
import { startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'

// Sent only with a page whose route says `handle = { hydrate: true }`.
startTransition(() => {
  hydrateRoot(document, <RemixBrowser />)
})
