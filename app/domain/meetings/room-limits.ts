/** What private family time holds, and for how long. */

/** Letters of one post. */
export const mostPostWords = 4_000
/** Posts of one page. */
export const postsOnAPage = 100
/** Days after it closed until everything in it is deleted and its key destroyed. */
export const daysKept = 90
/** Days after the one on which its plan is looked at again, before which nothing of it is deleted. */
export const daysAfterLook = 14
/** Days before, on which those inside are told. */
export const daysTold = 14
/** Days without a word, after which a room that nobody closed is closed. */
export const daysQuiet = 30
/** Posts that somebody takes outside at a time. */
export const mostTold = 50
/** Letters of why somebody says no, or of what worries them. */
export const mostWhyWords = 1_000
/** Proposals that wait in one room: who has more to decide decides some of it first. */
export const mostProposals = 40
