/** Where the clocks are that somebody lives by: a country's code and its zone. The first is the area's own. Pure. */
export const zones = [
  ['GB', 'Europe/London'], ['IE', 'Europe/Dublin'], ['PL', 'Europe/Warsaw'], ['RO', 'Europe/Bucharest'], ['PT', 'Europe/Lisbon'], ['ES', 'Europe/Madrid'], ['IT', 'Europe/Rome'],
  ['FR', 'Europe/Paris'], ['LT', 'Europe/Vilnius'], ['BG', 'Europe/Sofia'], ['TR', 'Europe/Istanbul'], ['UA', 'Europe/Kyiv'], ['PK', 'Asia/Karachi'], ['IN', 'Asia/Kolkata'],
  ['BD', 'Asia/Dhaka'], ['AF', 'Asia/Kabul'], ['SO', 'Africa/Mogadishu'], ['NG', 'Africa/Lagos'], ['AE', 'Asia/Dubai'],
] as const

export const zoneNames = zones.map(([, zone]) => zone)

/** The country whose clocks a zone is, among those that can be chosen; undefined for any other. */
export function countryOf(zone: string): string | undefined {
  return zones.find(([, one]) => one === zone)?.[0]
}
