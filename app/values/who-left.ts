/**
 * What stands in the database where the name of somebody stood who was forgotten: a sign that no keyboard has. Each page
 * says it in its reader's language (`app/i18n/naming-who-left.ts`).
 */
export const whoLeft = '\u{f0001}'
