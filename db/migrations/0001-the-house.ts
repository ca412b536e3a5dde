/**
 * The first tables. `int` and the table endings are all that the two databases write differently; SQLite's tables are
 * STRICT, because plain ones accept '12abc' in an integer column, and WITHOUT ROWID, so that a family's rows lie together.
 */
import type { Dialect, Migration } from './all.ts'

function tables(dialect: Dialect): string[] {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint'
  const real = dialect === 'sqlite' ? 'real' : 'double precision'
  const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
  const bit = (name: string) => `${name} ${int} not null check (${name} in (0, 1))`
  const member = (column: string) => `foreign key (family_id, ${column}) references member (family_id, id)`
  const circle = 'foreign key (family_id, circle_id) references circle (family_id, id)'
  const one = (...kinds: string[]) => kinds.map((kind) => `'${kind}'`).join(', ')

  return [
    `create table area (id text not null primary key, name text not null, seq ${int} not null default 0, chain_head text not null default '')${end}`,
    `create table area_setting (area_id text not null references area (id), key text not null, value text not null,
      changed_at text not null, changed_by text, primary key (area_id, key))${end}`,

    `create table person (id text not null primary key, name text not null, given_name text not null,
      email text unique, mobile text unique, password_hash text, language text, born_on text,
      seq ${int} not null default 0, chain_head text not null default '', made_at text not null)${end}`,
    `create table safe_contact (person_id text not null primary key references person (id),
      channel text not null check (channel in ('email', 'text', 'none')), days text not null, from_time text not null,
      until_time text not null, zone text not null, ${bit('messages_ok')}, changed_at text not null)${end}`,
    `create table post (person_id text not null references person (id), id text not null, role text not null, team text not null,
      from_on text not null, until_on text, primary key (person_id, id))${end}`,
    `create index post_by_role on post (role, team)`,
    `create table profile (person_id text not null primary key references person (id), job text not null, agency text not null,
      hello text, hello_lang text, answers_within_days ${int} not null, phone text, photo text)${end}`,
    `create table session (id_hash text not null primary key, person_id text not null references person (id), made_at text not null,
      seen_at text not null, expires_at text not null, ${bit('confirmed')}, ${bit('shared_phone')})${end}`,
    `create index session_by_person on session (person_id)`,
    `create table one_time_code (id text not null primary key, person_id text references person (id), link_hash text,
      code_hash text not null, expires_at text not null, tries_left ${int} not null check (tries_left >= 0), used_at text)${end}`,
    `create index one_time_code_by_person on one_time_code (person_id)`,
    `create index one_time_code_by_link on one_time_code (link_hash)`,
    `create table secret_link (token_hash text not null primary key, kind text not null check (kind in ('join', 'reset')),
      person_id text, family_id text, member_id text, address text, channel text, made_at text not null, made_by text,
      expires_at text not null, used_at text, ended_at text)${end}`,
    `create index secret_link_by_member on secret_link (family_id, member_id)`,
    `create index secret_link_by_person on secret_link (person_id)`,
    `create table rate_limit (key ${dialect === 'sqlite' ? 'text' : 'varchar(255)'} not null primary key, points integer not null default 0, expire ${int})${dialect === 'sqlite' ? ' strict' : ''}`,
    `create table form_use (scope_id text not null, form_id text not null, content_hash text not null, result text not null,
      at text not null, primary key (scope_id, form_id))${end}`,
    `create table parked_form (person_id text not null references person (id), id text not null, path text not null,
      fields text not null, at text not null, primary key (person_id, id))${end}`,

    `create table family (id text not null primary key, name text not null, team text not null, level text not null,
      language text not null, started_on text not null, seq ${int} not null default 0, chain_head text not null default '')${end}`,
    `create index family_by_team on family (team)`,
    `create table member (family_id text not null references family (id), id text not null, person_id text references person (id),
      name text not null, given_name text not null,
      seat text not null check (seat in (${one('parent', 'kin-carer', 'young-person', 'child', 'network', 'other-parent', 'lead', 'team', 'coordinator')})),
      relation text, born_on text, from_on text not null, until_on text, made_at text not null, primary key (family_id, id))${end}`,
    `create index member_by_person on member (person_id, family_id)`,
    `create unique index one_lead_at_a_time on member (family_id) where seat = 'lead' and until_on is null`,
    `create table member_contact (family_id text not null, member_id text not null, email text, mobile text, language text,
      channel text not null check (channel in ('email', 'text', 'none')), days text not null, from_time text not null,
      until_time text not null, ${bit('messages_ok')}, primary key (family_id, member_id), ${member('member_id')})${end}`,
    `create table circle (family_id text not null, id text not null, made_by text not null, made_at text not null,
      primary key (family_id, id), ${member('made_by')})${end}`,
    `create table circle_member (family_id text not null, circle_id text not null, who text not null,
      primary key (family_id, circle_id, who), ${circle})${end}`,
    `create table shared_with (family_id text not null, thing_id text not null, member_id text not null, at text not null,
      by_member text not null, primary key (family_id, thing_id, member_id), ${member('member_id')})${end}`,
    `create table about (family_id text not null, thing_id text not null, member_id text not null,
      primary key (family_id, thing_id, member_id), ${member('member_id')})${end}`,
    `create table consent (family_id text not null, id text not null, to_member text not null, kind text not null,
      about_member text not null, why text not null, given_by text not null, from_at text not null, until_on text, withdrawn_at text,
      primary key (family_id, id), ${member('to_member')}, ${member('about_member')}, ${member('given_by')})${end}`,
    `create index consent_in_force on consent (family_id, to_member, kind, about_member)`,
    `create table sitting (family_id text not null references family (id), id text not null, person_id text not null references person (id),
      reason text not null, reason_lang text, opened_at text not null, until_at text not null, primary key (family_id, id))${end}`,
    `create index sitting_by_person on sitting (family_id, person_id, until_at)`,

    `create table event (scope_id text not null, seq ${int} not null, id text not null, at text not null, by_person text, by_member text,
      kind text not null, thing_kind text, thing_id text, circle_id text, data text, salt text, commitment text not null,
      before_hash text not null, hash text not null, primary key (scope_id, seq))${end}`,
    `create index event_by_thing on event (scope_id, thing_id)`,
    `create index event_by_kind on event (scope_id, kind, seq)`,
    `create table outbox (id text not null primary key, scope_id text not null, to_person text,
      channel text not null check (channel in ('email', 'text')), address text not null, lang text not null, subject text not null,
      body text not null, ${bit('at_once')}, not_before text not null, made_at text not null,
      state text not null check (state in (${one('waiting', 'claimed', 'sending', 'sent', 'unknown', 'failed')})),
      claimed_at text, tries ${int} not null, sent_at text)${end}`,
    `create index outbox_due on outbox (state, not_before)`,
    `create index outbox_newest on outbox (made_at)`,

    `create table goal (family_id text not null, id text not null, circle_id text, words text not null, lang text not null,
      category text not null, made_by text not null, made_at text not null,
      state text not null check (state in (${one('open', 'reached', 'paused', 'let-go')})),
      primary key (family_id, id), ${member('made_by')}, ${circle})${end}`,
    `create table step (family_id text not null, id text not null, goal_id text not null, words text not null, lang text not null,
      owner_member text not null, due_on text not null, done_at text, position ${int} not null, primary key (family_id, id),
      foreign key (family_id, goal_id) references goal (family_id, id), ${member('owner_member')})${end}`,
    `create index step_by_goal on step (family_id, goal_id, position)`,
    `create table rating (family_id text not null, id text not null, goal_id text not null, member_id text not null,
      score ${int} not null check (score between 0 and 10), note text, note_lang text, at text not null, primary key (family_id, id),
      foreign key (family_id, goal_id) references goal (family_id, id), ${member('member_id')})${end}`,
    `create index rating_by_goal on rating (family_id, goal_id, at)`,
    `create table plan_entry (family_id text not null, id text not null, circle_id text, kind text not null check (kind in ('strength', 'action')),
      words text not null, lang text not null, said_by text, owner_member text, owner_name text, owner_agency text, goal_id text,
      due_on text, done_at text, made_by text not null references person (id), made_at text not null, primary key (family_id, id),
      check (kind <> 'action' or (due_on is not null and (owner_member is not null or owner_name is not null))),
      ${member('said_by')}, ${member('owner_member')}, ${circle}, foreign key (family_id, goal_id) references goal (family_id, id))${end}`,

    `create table working_hours (practitioner_id text not null references person (id), id text not null,
      weekday ${int} not null check (weekday between 1 and 7), from_time text not null, until_time text not null,
      modes text not null, place text, from_on text not null, until_on text, primary key (practitioner_id, id),
      check (from_time < until_time))${end}`,
    `create table time_off (practitioner_id text not null references person (id), id text not null, from_at text not null,
      until_at text not null, primary key (practitioner_id, id), check (from_at < until_at))${end}`,
    `create table appointment (family_id text not null, id text not null, circle_id text, practitioner_id text not null references person (id),
      mode text not null check (mode in ('home', 'phone', 'video', 'centre')), place text, starts_at text not null, ends_at text not null,
      state text not null check (state in (${one('booked', 'cancelled', 'seen', 'not-seen')})), note text, note_lang text,
      needs text not null, interpreter_lang text, sequence ${int} not null, booked_by text not null, booked_at text not null,
      cancelled_at text, primary key (family_id, id), check (starts_at < ends_at), ${member('booked_by')}, ${circle})${end}`,
    `create index appointment_by_start on appointment (family_id, starts_at)`,
    `create index appointment_by_practitioner on appointment (practitioner_id, starts_at)`,
    `create table cell (practitioner_id text not null references person (id), cell ${int} not null, family_id text not null,
      appointment_id text not null, ${bit('travel')}, primary key (practitioner_id, cell),
      foreign key (family_id, appointment_id) references appointment (family_id, id))${end}`,
    `create index cell_by_appointment on cell (family_id, appointment_id)`,

    `create table service (id text not null primary key, source text not null, source_id text not null, name text not null,
      description text not null, organisation text, url text, email text, phone text, min_age ${int}, max_age ${int},
      ${bit('free')}, ${bit('needs_referral')}, tier text not null, attending text, languages text not null, when_text text,
      access_text text, content_hash text not null, search_text text not null, ${bit('archived')}, updated_at text, imported_at text not null,
      unique (source, source_id))${end}`,
    `create index service_by_name on service (archived, name)`,
    `create table service_place (service_id text not null references service (id), id text not null, name text, address text, postcode text,
      lat ${real}, lon ${real}, primary key (service_id, id))${end}`,
    `create table service_option (service_id text not null references service (id), id text not null, label text not null, unit text not null,
      pence ${int} check (pence >= 0), position ${int} not null, primary key (service_id, id))${end}`,
    `create table service_category (service_id text not null references service (id), slug text not null, name text not null,
      primary key (service_id, slug))${end}`,
    `create index service_category_by_slug on service_category (slug)`,

    `create table budget (family_id text not null references family (id), id text not null, circle_id text, name text not null,
      holding text not null, from_on text not null, until_on text not null, primary key (family_id, id), ${circle},
      check (from_on <= until_on))${end}`,
    `create table funding (family_id text not null, id text not null, budget_id text not null, source text not null, expires_on text not null,
      primary key (family_id, id), foreign key (family_id, budget_id) references budget (family_id, id))${end}`,
    `create index funding_by_budget on funding (family_id, budget_id, expires_on)`,
    `create table spending_line (family_id text not null, id text not null, budget_id text not null, name text not null,
      pence ${int} not null check (pence > 0), level text not null check (level in ('manager', 'panel')),
      proposed_by text not null references person (id), proposed_at text not null, agreed_at text, until_on text not null, primary key (family_id, id),
      foreign key (family_id, budget_id) references budget (family_id, id))${end}`,
    `create index spending_line_proposed on spending_line (until_on) where agreed_at is null`,
    `create table spending_line_yes (family_id text not null, line_id text not null, person_id text not null references person (id), at text not null,
      primary key (family_id, line_id, person_id), foreign key (family_id, line_id) references spending_line (family_id, id))${end}`,
    `create table spend (family_id text not null, id text not null, budget_id text not null, circle_id text, line_id text,
      what text not null, what_lang text not null, payee text not null, service_id text, option_id text, label text, unit text not null,
      unit_pence ${int} not null check (unit_pence > 0), quantity ${int} not null check (quantity > 0),
      pence ${int} not null check (pence = unit_pence * quantity), goal_id text not null, needed_on text not null,
      state text not null check (state in (${one('asked', 'question', 'approved', 'declined', 'cancelled', 'delivered', 'paid')})),
      level text not null check (level in ('lead', 'manager', 'panel')), asked_by text not null, asked_at text not null, decided_at text,
      version ${int} not null, primary key (family_id, id), foreign key (family_id, budget_id) references budget (family_id, id),
      foreign key (family_id, line_id) references spending_line (family_id, id),
      foreign key (family_id, goal_id) references goal (family_id, id), ${member('asked_by')}, ${circle})${end}`,
    `create index spend_by_budget on spend (family_id, budget_id, asked_at)`,
    `create index spend_waiting on spend (state, level, family_id)`,
    `create index spend_by_decision on spend (family_id, decided_at)`,
    `create index spend_by_asking on spend (asked_at)`,
    `create table spend_word (family_id text not null, id text not null, spend_id text not null, kind text not null, level text,
      by_person text not null references person (id), by_member text, at text not null, version ${int} not null, reason text, words text, lang text,
      primary key (family_id, id), unique (family_id, spend_id, version), foreign key (family_id, spend_id) references spend (family_id, id))${end}`,
    `create table transfer (family_id text not null, id text not null, budget_id text not null, funding_id text not null, spend_id text,
      from_bucket text not null, to_bucket text not null, pence ${int} not null check (pence > 0), at text not null,
      by_person text not null references person (id), why text not null, corrects text, position ${int} not null, left_after ${int} not null check (left_after >= 0),
      primary key (family_id, id), unique (family_id, budget_id, position), check (from_bucket <> to_bucket),
      check (from_bucket in (${one('council', 'available', 'asked', 'committed', 'spent', 'returned')})),
      check (to_bucket in (${one('council', 'available', 'asked', 'committed', 'spent', 'returned')})),
      check ((spend_id is not null) = (from_bucket in ('asked', 'committed', 'spent') or to_bucket in ('asked', 'committed', 'spent'))),
      foreign key (family_id, budget_id) references budget (family_id, id), foreign key (family_id, funding_id) references funding (family_id, id),
      foreign key (family_id, spend_id) references spend (family_id, id))${end}`,
    `create index transfer_by_budget on transfer (family_id, budget_id, at)`,
    `create index transfer_by_spend on transfer (family_id, spend_id)`,
    `create table balance (family_id text not null, budget_id text not null, funding_id text not null, bucket text not null,
      pence ${int} not null check (pence >= 0), primary key (family_id, budget_id, funding_id, bucket))${end}`,

    `create table help_request (id text not null primary key, reference text not null unique, code_hash text not null, words text not null,
      lang text not null, topics text not null, for_whom text not null, name text not null, contact text not null, contact_when text,
      ${bit('safe_to_leave_message')}, owner_id text not null references person (id), due_on text not null,
      state text not null check (state in ('waiting', 'answered')), answer text, answer_lang text, answered_at text, family_id text,
      made_at text not null)${end}`,
    `create index help_request_by_owner on help_request (owner_id, state, due_on)`,
    `create index help_request_by_day on help_request (made_at)`,
  ]
}

/** Rows of `event` and `transfer` are for ever; an event's text alone may be erased, and then only to nothing. */
function guards(dialect: Dialect): string[] {
  const kept = ['scope_id', 'seq', 'id', 'at', 'by_person', 'by_member', 'kind', 'thing_kind', 'thing_id', 'circle_id', 'commitment', 'before_hash', 'hash']
  if (dialect === 'sqlite') {
    const refuse = (table: string) => `select raise(abort, 'append-only: ${table}')`
    return [
      `create trigger event_no_update before update on event when not (new.data is null and new.salt is null and ${kept.map((c) => `new.${c} is old.${c}`).join(' and ')})
        begin ${refuse('event')}; end`,
      `create trigger event_no_delete before delete on event begin ${refuse('event')}; end`,
      `create trigger transfer_no_update before update on transfer begin ${refuse('transfer')}; end`,
      `create trigger transfer_no_delete before delete on transfer begin ${refuse('transfer')}; end`,
    ]
  }
  return [
    `create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'append-only: %', tg_table_name; end $$`,
    `create trigger event_no_update before update on event for each row
      when (not (new.data is null and new.salt is null and ${kept.map((c) => `new.${c} is not distinct from old.${c}`).join(' and ')}))
      execute function refuse_change()`,
    `create trigger event_no_delete before delete on event for each row execute function refuse_change()`,
    `create trigger event_no_truncate before truncate on event execute function refuse_change()`,
    `create trigger transfer_no_update before update on transfer for each row execute function refuse_change()`,
    `create trigger transfer_no_delete before delete on transfer for each row execute function refuse_change()`,
    `create trigger transfer_no_truncate before truncate on transfer execute function refuse_change()`,
  ]
}

export const theHouse: Migration = {
  name: '0001-the-house',
  statements: (dialect) => [
    ...tables(dialect),
    ...guards(dialect),
    `insert into area (id, name) values ('area', 'Our area')`,
  ],
}
