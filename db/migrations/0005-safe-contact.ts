/** Safe contact, the rest of it: what may be left, who must not learn, whom to ask instead, and a word that proves who is speaking. */
import type { Migration } from './all.ts'

export const safeContact: Migration = {
  name: '0005-safe-contact',
  statements: (dialect) => {
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      `alter table safe_contact add column voicemail_ok ${int} not null default 0 check (voicemail_ok in (0, 1))`,
      // A keyed hash: it is compared, never read.
      `alter table safe_contact add column safe_word text`,
      `alter table safe_contact add column must_not_learn text`,
      `alter table safe_contact add column friend text`,
      `alter table safe_contact add column friend_phone text`,
      // Whether the lead professional reads the last three.
      `alter table safe_contact add column lead_reads ${int} not null default 0 check (lead_reads in (0, 1))`,
      // The name that messages come from; null for the usual one.
      `alter table safe_contact add column sender text`,
      // Since when they know how leaving quickly works.
      `alter table person add column leaving_known_at text`,
    ]
  },
}
