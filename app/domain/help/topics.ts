/** What somebody who asks for help can tick, and for whom they ask. */
export const topics = ['housing', 'money', 'language', 'health', 'safety', 'caring', 'relationships', 'school', 'something-else'] as const
export type Topic = (typeof topics)[number]

export const forWhom = ['me', 'family', 'other'] as const
export type ForWhom = (typeof forWhom)[number]
