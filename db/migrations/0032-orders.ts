/** From a yes to a bill: the order to a provider, what was delivered, what the family says of it, the bills, and whether it helped. */
import type { Migration } from './all.ts'

export const orders: Migration = {
  name: '0032-orders',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    const int = dialect === 'sqlite' ? 'integer' : 'bigint'
    const ofSpend = 'foreign key (family_id, spend_id) references spend (family_id, id)'
    const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
    return [
      `create table spend_order (family_id text not null, id text not null, spend_id text not null, token_hash text not null, channel text not null check (channel in ('email', 'text')), address text not null, lang text not null,
        note text, note_lang text, state text not null check (state in ('sent', 'accepted', 'declined', 'ended')), begins_on text, reason text, words text, words_lang text,
        new_unit_pence ${int} check (new_unit_pence > 0), new_quantity ${int} check (new_quantity > 0), made_by text not null, made_at text not null, expires_at text not null, answered_at text, ended_at text,
        primary key (family_id, id), check ((note is null) = (note_lang is null)), check ((words is null) = (words_lang is null)), check ((new_unit_pence is null) = (new_quantity is null)), ${ofSpend}, ${member('made_by')})${end}`,
      `create unique index spend_order_by_token on spend_order (token_hash)`,
      `create unique index one_order_of_a_spend on spend_order (family_id, spend_id) where ended_at is null`,
      `create table delivery (family_id text not null, id text not null, spend_id text not null, order_id text, on_day text not null, units ${int} not null check (units > 0), said_by text, said_at text not null,
        answer text not null check (answer in ('waiting', 'happened', 'not', 'withdrawn', 'paid-for', 'not-paid')), answered_by text, answered_at text, words text, lang text,
        primary key (family_id, id), check ((words is null) = (lang is null)), check ((order_id is null) = (said_by is not null)), ${ofSpend},
        foreign key (family_id, order_id) references spend_order (family_id, id), ${member('said_by')}, ${member('answered_by')})${end}`,
      `create index delivery_by_spend on delivery (family_id, spend_id)`,
      `create index delivery_open on delivery (answer, said_at) where answer in ('waiting', 'not')`,
      `create table bill (family_id text not null, id text not null, spend_id text not null, order_id text not null, reference text not null, pence ${int} not null check (pence > 0), sent_at text not null,
        primary key (family_id, id), unique (family_id, order_id, reference), ${ofSpend}, foreign key (family_id, order_id) references spend_order (family_id, id))${end}`,
      `create index bill_by_spend on bill (family_id, spend_id)`,
      `create table spend_helped (family_id text not null, spend_id text not null, by_member text not null, answer text not null check (answer in ('a-lot', 'a-little', 'not', 'too-early')), words text, lang text, at text not null,
        primary key (family_id, spend_id, by_member), check ((words is null) = (lang is null)), ${ofSpend}, ${member('by_member')})${end}`,
    ]
  },
}
