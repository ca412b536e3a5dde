/** What somebody can say of a thing: that they are thankful, that a little has gone well, that they can help. Pure. */
export const kindsOfWord = ['thanks', 'win', 'offer'] as const
export type KindOfWord = (typeof kindsOfWord)[number]

/** What a kind word stands on, as it is in the address of its page. */
export const placesOfWords = ['goal', 'step', 'plan'] as const
export type PlaceOfWord = (typeof placesOfWords)[number]

/** Which of them fits: help is offered where nobody has promised yet what to do. */
export const kindsFor: Readonly<Record<'goal' | 'step' | 'action' | 'need', readonly KindOfWord[]>> = {
  goal: ['thanks', 'win', 'offer'], step: ['thanks', 'win'], action: ['thanks', 'win'], need: ['offer'],
}

/** The most letters of one: a kind word is short. */
export const mostLetters = 200
