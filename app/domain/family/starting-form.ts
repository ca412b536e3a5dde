/** What the page that starts a family, and the one that opens a record, must know. Pure. */

/** The most that the first page takes; others are added later. */
export const mostAdults = 2
export const mostChildren = 6
export const mostStrengths = 3

/** Why a record is opened, when it is one of the usual reasons. */
export const usualReasons = ['visit', 'asked-me', 'review', 'message'] as const
/** The reason of the sitting that starting with a family begins. */
export const startReason = 'starting'
