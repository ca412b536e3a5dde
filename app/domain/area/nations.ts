/** The nations of the United Kingdom, each with bank holidays of its own. */
export const nations = ['england', 'wales', 'scotland', 'northern-ireland'] as const
export type Nation = (typeof nations)[number]
