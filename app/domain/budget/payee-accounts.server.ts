/** Where a payee is paid: given by finance, sealed, and read by finance alone. One for each request to spend: names alone do not tell two payees apart. */
import { seal, unseal } from '#app/access/sealed.server.ts'
import { visibleTo } from '#app/access/visible-to.server.ts'
import type { Acting, May } from '#app/access/viewer.server.ts'
import { notYours } from '#app/access/not-yours.ts'
import type { Outcome } from '#app/events/transact.server.ts'
import type { Account } from './pain001.ts'

const purpose = 'payee account'

/** `about` is the payment or run that it is for: what was sealed for one opens for no other. */
export function sealAccount(about: string, { name, sortCode, number }: Account): string {
  return seal(purpose, about, JSON.stringify({ name, sortCode, number }))
}

/** What was sealed for the same thing. Throws when it was changed, or sealed for another. */
export function unsealAccount(about: string, sealed: string): Account {
  return JSON.parse(unseal(purpose, about, sealed)) as Account
}

/** Finance gives the account of the payee of the spend that its viewer is for. Digits and lengths were checked by the form; whether the bank knows the account (modulus checking) is not. */
export async function giveAccount(acting: Acting<'spend:pay'>, account: Account): Promise<Outcome<null, never>> {
  const spend = await acting.db.selectFrom('spend as s').select(['s.id', 's.circle_id']).where('s.id', '=', acting.work!).where(visibleTo(acting, 'spend', 's')).executeTakeFirst()
  if (!spend) throw notYours()
  const row = { sealed: sealAccount(spend.id, account), given_by: acting.person, given_at: acting.now }
  await acting.db.insertInto('payee_account').values({ family_id: acting.family, spend_id: spend.id, ...row }).onConflict((conflict) => conflict.columns(['family_id', 'spend_id']).doUpdateSet(row)).execute()
  return { ok: true, value: null, event: { kind: 'payee-account-given', data: {}, thing: { kind: 'spend', id: spend.id }, circle: spend.circle_id } }
}

export interface ToPayTo { readonly payee: string; readonly account: Account | null }

/** Who is paid for the spend that the viewer is for, and where. One query. */
export async function accountOf(viewer: May<'spend:pay'>): Promise<ToPayTo | undefined> {
  const row = await viewer.db.selectFrom('spend as s').leftJoin('payee_account as a', (join) => join.onRef('a.family_id', '=', 's.family_id').onRef('a.spend_id', '=', 's.id'))
    .select(['s.id', 's.payee', 'a.sealed']).where('s.id', '=', viewer.work!).where(visibleTo(viewer, 'spend', 's')).executeTakeFirst()
  return row && { payee: row.payee, account: row.sealed === null ? null : unsealAccount(row.id, row.sealed) }
}
