/** Somebody who has been through the same: as what. */
export const likenesses = ['parent', 'young-person', 'carer'] as const
/** The category of the directory in which groups of people stand who help each other. */
export const peerGroups = 'support-groups'
