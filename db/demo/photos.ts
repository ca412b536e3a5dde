import type { DemoKey } from './people.ts'

/** Small drawn portraits of the demo's people who help, as data URIs. */
export const photos: Partial<Record<DemoKey, string>> = {}
