/** The panel: the days on which it sits, what is on each, and what was weighed and by whom. */
import type { Migration } from './all.ts'

export const panel: Migration = {
  name: '0039-panel',
  statements: (dialect) => {
    const end = dialect === 'sqlite' ? ' strict, without rowid' : ''
    return [
      `create table panel_day (id text not null primary key, on_day text not null, made_by text not null references person (id), made_at text not null, called_off_at text, called_off_by text references person (id))${end}`,
      `create unique index panel_day_by_day on panel_day (on_day) where called_off_at is null`,
      `create table panel_item (family_id text not null, spend_id text not null, day_id text not null references panel_day (id), put_by text references person (id), put_at text not null,
        ended_how text check (ended_how in ('moved', 'off')), weighed text, weighed_lang text, why text, why_lang text, noted_by text references person (id), noted_at text,
        primary key (family_id, spend_id, day_id), check ((noted_at is null) = (weighed is null)), check ((noted_at is null) = (why is null)), foreign key (family_id, spend_id) references spend (family_id, id))${end}`,
      `create index panel_item_by_day on panel_item (day_id)`,
      `create unique index panel_item_stands on panel_item (family_id, spend_id) where ended_how is null`,
      `create table panel_there (family_id text not null, spend_id text not null, day_id text not null, person_id text not null references person (id),
        primary key (family_id, spend_id, day_id, person_id), foreign key (family_id, spend_id, day_id) references panel_item (family_id, spend_id, day_id))${end}`,
      `create index spend_of_the_panel on spend (level, state) where level = 'panel'`,
    ]
  },
}
