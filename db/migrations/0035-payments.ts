/** Sums that are due for a spend, each paid by itself. */
import type { Migration } from './all.ts'

export const payments: Migration = {
  name: '0035-payments',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const said = (kind: string) => `(select max(w.at) from spend_word as w where w.family_id = s.family_id and w.spend_id = s.id and w.kind = '${kind}')`
    return [
      `create table payment (family_id text not null, id text not null, spend_id text not null, pence ${int} not null check (pence > 0), payee text not null, reference text not null unique,
        state text not null check (state in ('due', 'held', 'in-run', 'paid', 'dropped')), due_at text not null, paid_at text, paid_by text references person (id),
        primary key (family_id, id), check ((state = 'paid') = (paid_at is not null)), foreign key (family_id, spend_id) references spend (family_id, id))${end}`,
      `create index payment_by_state on payment (state, due_at)`,
      `create index payment_by_spend on payment (family_id, spend_id)`,
      // What was delivered before is due whole, and what was paid was paid whole.
      `insert into payment (family_id, id, spend_id, pence, payee, reference, state, due_at, paid_at, paid_by)
        select s.family_id, s.id, s.id, s.pence, s.payee, upper(substr(s.id, 1, 12)), case s.state when 'paid' then 'paid' else 'due' end, coalesce(${said('delivered')}, s.asked_at),
          case s.state when 'paid' then coalesce(${said('paid')}, s.asked_at) end,
          (select max(w.by_person) from spend_word as w where w.family_id = s.family_id and w.spend_id = s.id and w.kind = 'paid')
        from spend as s where s.state in ('delivered', 'paid')`,
    ]
  },
}
