/** The answers that the lead professional gives to somebody who asks for a young carer's assessment. */
export const caringAnswers = ['offered', 'done', 'not-now'] as const
/** What a fact about a child is of. */
export const factTopics = ['school', 'health'] as const
