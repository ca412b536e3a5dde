/** How long things may be, in letters. Pure. */
export const mostWords = 5_000
/** What a conversation is about: a line. */
export const mostTopic = 100
