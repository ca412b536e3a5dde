/** Payment runs: what goes to the bank in one file, what the bank answers, and where payees are paid. */
import type { Migration } from './all.ts'

export const runs: Migration = {
  name: '0035-runs',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    return [
      `alter table payment add column attempts ${int} not null default 0`,
      `alter table payment add column reason text`,
      `create table payee_account (family_id text not null, spend_id text not null, sealed text not null, given_by text not null references person (id), given_at text not null,
        primary key (family_id, spend_id), foreign key (family_id, spend_id) references spend (family_id, id))${end}`,
      `create table payment_run (id text not null primary key, made_at text not null, made_by text not null references person (id), pay_on text not null, payer text not null,
        state text not null check (state in ('frozen', 'released', 'undone')), released_at text, released_by text references person (id), check ((state = 'released') = (released_at is not null)))${end}`,
      `create index payment_run_by_day on payment_run (made_at)`,
      `create table payment_line (run_id text not null references payment_run (id), position ${int} not null, family_id text not null, payment_id text not null, pence ${int} not null check (pence > 0),
        payee text not null, reference text not null, sealed text not null, answer text check (answer in ('paid', 'failed')), reason text, answered_at text, settled ${int} not null default 0 check (settled in (0, 1)),
        primary key (run_id, position), unique (run_id, family_id, payment_id), check (settled = 0 or answer is not null), foreign key (family_id, payment_id) references payment (family_id, id))${end}`,
      `create index payment_line_by_reference on payment_line (reference)`,
      `create index payment_line_by_payment on payment_line (family_id, payment_id)`,
      `create index payment_line_answered on payment_line (run_id, position) where settled = 0 and answer is not null`,
      `create table payment_oddity (reference text not null, pence ${int} not null, why text not null check (why in ('unknown', 'other-sum', 'came-back', 'paid-after-all')), at text not null, seen_at text,
        primary key (reference, pence, why))${end}`,
      `create index payment_oddity_open on payment_oddity (at) where seen_at is null`,
    ]
  },
}
