/** What stands no more beside somebody's asking for another who has been through the same, once either has stopped: the names and numbers of both. */
export const peersGone = { state: 'ended', due_on: null, first_name: null, reach: null, words: null, said: null, said_lang: null, peer_name: null, peer_reach: null } as const
