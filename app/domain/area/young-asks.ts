/** Whether young people ask for something themselves: not at all; of money that is kept to them and those they trust; of the family's money too. Pure. */
export const youngAsks = ['no', 'own', 'yes'] as const
export type YoungAsks = (typeof youngAsks)[number]
