/** The demo's people, as /demo lists them. All are invented; the numbers are of the ranges kept for drama. */

/** The password of every demo person. Public: the demo never runs in production. */
export const demoPassword = 'our family plan'

export const demoPeople = [
  { key: 'marta', name: 'Marta Kowalczyk', language: 'pl' },
  { key: 'halina', name: 'Halina Kowalczyk', language: 'pl' },
  { key: 'aisha', name: 'Aisha Hussain', language: 'ur' },
  { key: 'imran', name: 'Imran Hussain', language: 'en' },
  { key: 'tariq', name: 'Tariq Hussain', language: 'en' },
  { key: 'joy', name: 'Joy Reid', language: 'en' },
  { key: 'tanya', name: 'Tanya Reid', language: 'en' },
  { key: 'dean', name: 'Dean Marsh', language: 'en' },
  { key: 'daniel', name: 'Daniel Okafor', language: 'en' },
  { key: 'bethan', name: 'Bethan Pugh', language: 'cy' },
  { key: 'sam', name: 'Sam Adeyemi', language: 'en' },
  { key: 'omar', name: 'Omar Siddiqui', language: 'en' },
  { key: 'priya', name: 'Priya Nair', language: 'en' },
  { key: 'ruth', name: 'Ruth Owen', language: 'en' },
  { key: 'lewis', name: 'Lewis Grant', language: 'en' },
  { key: 'femi', name: 'Femi Bello', language: 'en' },
  { key: 'grace', name: 'Grace Lim', language: 'en' },
  { key: 'nia', name: 'Nia Hughes', language: 'cy' },
  { key: 'kwame', name: 'Kwame Mensah', language: 'en' },
  { key: 'moira', name: 'Moira Kerr', language: 'en' },
  { key: 'ines', name: 'Ines Duarte', language: 'en' },
  { key: 'alex', name: 'Alex Stone', language: 'en' },
] as const

export type DemoKey = (typeof demoPeople)[number]['key']

/** The e-mail address of somebody of the demo, where nothing is ever delivered. */
export function demoAddress(key: DemoKey): string {
  return `${key}@demo.example`
}
