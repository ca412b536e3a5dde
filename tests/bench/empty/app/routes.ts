import { index, route } from '@remix-run/route-config'

export default [index('rendered.tsx'), route('text', 'text.tsx')]
