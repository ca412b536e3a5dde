/** The choices of the form that keeps a date that matters. */

export const kindsOfDate = ['feasts', 'own', 'weekly', 'school'] as const
/** 1 = Monday … 7 = Sunday. */
export const weekdayValues = ['1', '2', '3', '4', '5', '6', '7'] as const
