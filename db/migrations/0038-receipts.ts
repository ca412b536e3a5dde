/** Receipts of what a family paid itself, and where somebody of it is paid back. */
import type { Migration } from './all.ts'

export const receipts: Migration = {
  name: '0038-receipts',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      // The picture is the last column: what reads the others need not come by it.
      `create table receipt (family_id text not null, id text not null, spend_id text not null, pence ${int} not null check (pence > 0),
        state text not null check (state in ('sent', 'agreed', 'refused', 'withdrawn')), by_member text not null, sent_at text not null, answered_at text, payment_id text, type text not null, size ${int} not null, content text not null,
        primary key (family_id, id), check ((state = 'sent') = (answered_at is null)), check ((state = 'agreed') = (payment_id is not null)),
        foreign key (family_id, spend_id) references spend (family_id, id), foreign key (family_id, payment_id) references payment (family_id, id), ${member('by_member')})${end}`,
      `create index receipt_by_spend on receipt (family_id, spend_id)`,
      `create unique index one_receipt_waits on receipt (family_id, spend_id) where state = 'sent'`,
      `create index receipt_waiting on receipt (sent_at) where state = 'sent'`,
      `create table own_account (family_id text not null, member_id text not null, sealed text not null, given_at text not null, primary key (family_id, member_id), ${member('member_id')})${end}`,
    ]
  },
}
