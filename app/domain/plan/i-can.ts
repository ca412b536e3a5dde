/** What of an offer of help is the same everywhere. Pure. */

/** The most letters of "I can …". */
export const mostLettersOffered = 300
/** Offers of one person that can wait for an answer at once: more is a list that nobody reads. */
export const mostOffersWaiting = 5
/** Of their own offers, how many somebody reads: those that wait, and the newest of the others. */
export const mostOffersShown = 10
