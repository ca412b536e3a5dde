/** The plan for when things get harder with the names in it, as a page, a card or a saved page shows it. */
import type { May } from '#app/access/viewer.server.ts'
import { membersOf } from '#app/domain/family/people.server.ts'
import { backupOf } from '#app/domain/plan/backup.server.ts'

/** What the viewer sees of it. Two queries. */
export async function readBackup(viewer: May<'plan:see'>) {
  const [{ entries, mayWrite }, members] = await Promise.all([backupOf(viewer), membersOf(viewer)])
  const names = new Map(members.map((one) => [one.id, one.name]))
  return {
    mayWrite, starts: entries.some((one) => one.part === 'starter' && one.owner === viewer.member),
    entries: entries.map(({ owner, child, name, ...one }) => ({ ...one, name: owner ? names.get(owner) ?? null : name, child: child ? names.get(child) ?? null : null })),
  }
}
