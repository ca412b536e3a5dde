/** The language that an invitation was made in, so that its letter is printed in it whatever language whoever prints it reads. */
import type { Migration } from './all.ts'

export const languageOfLetters: Migration = {
  name: '0053-language-of-letters',
  statements: () => [
    'alter table secret_link add column lang text',
    // Of a letter that is open already: the language that was offered first when it was made.
    `update secret_link set lang = coalesce((select language from member_contact where member_contact.family_id = secret_link.family_id and member_contact.member_id = secret_link.member_id),
      (select language from family where family.id = secret_link.family_id)) where channel = 'letter'`,
  ],
}
