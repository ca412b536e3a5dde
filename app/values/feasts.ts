/** Feasts and holy times that a family may name, by faith and then by the year. Pure. */

export const feasts = [
  'christmas', 'easter', 'orthodox-christmas', 'orthodox-easter', 'ramadan', 'eid-al-fitr', 'eid-al-adha', 'ashura', 'shabbat', 'rosh-hashanah', 'yom-kippur', 'sukkot', 'hanukkah', 'passover', 'shavuot',
  'diwali', 'vaisakhi', 'lunar-new-year', 'nowruz',
] as const
export type Feast = (typeof feasts)[number]

/** Those whose days begin when the sun sets the evening before. */
export const fromTheEveningBefore: ReadonlySet<Feast> = new Set<Feast>(['shabbat', 'rosh-hashanah', 'yom-kippur', 'sukkot', 'hanukkah', 'passover', 'shavuot'])
/** Those that begin with a moon that is seen: a day earlier or later than a calendar says. */
export const byTheMoon: ReadonlySet<Feast> = new Set<Feast>(['ramadan', 'eid-al-fitr', 'eid-al-adha', 'ashura'])
