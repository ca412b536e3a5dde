/** What can change in a family's life so that its plan is looked at anew (TF ¶3.28; #29). Pure. */
export const changeKinds = ['baby', 'home', 'diagnosis', 'death', 'prison', 'other'] as const
export type ChangeKind = (typeof changeKinds)[number]
