/** The words of what comes after an appointment: how it went, and what got in the way. Pure. */

/** How it went. `not-brought` is of children, who cannot come by themselves; `off-…` is called off, and by whom. */
export const wents = ['seen', 'not-seen', 'not-brought', 'off-family', 'off-service'] as const
export type Went = (typeof wents)[number]

/** What can get in the way. */
export const waysIn = ['fare', 'childcare', 'time', 'language', 'worry', 'unaware', 'other'] as const
export type InTheWay = (typeof waysIn)[number]
