/** How often something comes again, in the words of a form: every so many weeks, or on one weekday of each month. */
export const repeats = ['weekly', 'two-weeks', 'three-weeks', 'four-weeks', 'first', 'second', 'third', 'fourth', 'last'] as const
export type Repeat = (typeof repeats)[number]
