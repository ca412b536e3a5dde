/** What private family time holds, and for how long. */

/** Letters of one post. */
export const mostPostWords = 4_000
/** Posts of one page. */
export const postsOnAPage = 100
/** Days after it closed until everything in it is deleted and its key destroyed. */
export const daysKept = 90
