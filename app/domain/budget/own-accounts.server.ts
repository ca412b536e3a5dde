/** Where one of the family is paid back: sealed, kept for the next time, and shown to themselves by its last figures. Finance reads it only of a sum that is due. */
import type { Inside, May, Viewer } from '#app/access/viewer.server.ts'
import type { Account } from './pain001.ts'
import { sealAccount, unsealAccount } from './payee-accounts.server.ts'

/** As much of one's own account as its owner reads. */
export interface Masked { readonly name: string; /** The last four figures of its number. */ readonly ends: string }

type Own = Pick<Viewer | Inside<Viewer>, 'db' | 'family' | 'member'>

async function sealedOf({ db, family, member }: Own): Promise<string | undefined> {
  return (await db.selectFrom('own_account').select('sealed').where('family_id', '=', family).where('member_id', '=', member).executeTakeFirst())?.sealed
}

/** The viewer's own account; undefined until they gave one. One query. */
export async function ownAccount(viewer: May<'budget:ask'>): Promise<Masked | undefined> {
  const sealed = await sealedOf(viewer)
  if (sealed === undefined) return undefined
  const { name, number } = unsealAccount(viewer.member!, sealed)
  return { name, ends: number.slice(-4) }
}

/** Keeps one's own account in place of the one before, inside a command. */
export async function keepOwnAccount(acting: Own & Pick<Viewer, 'now'>, account: Account): Promise<void> {
  const row = { sealed: sealAccount(acting.member!, account), given_at: acting.now }
  await acting.db.insertInto('own_account').values({ family_id: acting.family, member_id: acting.member!, ...row }).onConflict((conflict) => conflict.columns(['family_id', 'member_id']).doUpdateSet(row)).execute()
}

/** The account of somebody of the family, sealed for the spend that they are paid back for; undefined where they gave none. */
export async function sealedForSpend(acting: Own, spend: string): Promise<string | undefined> {
  const sealed = await sealedOf(acting)
  return sealed === undefined ? undefined : sealAccount(spend, unsealAccount(acting.member!, sealed))
}
