/** What of the plan for when things get harder is kept from somebody; a part of `planters` in secrets.ts. */
import { backupAhead } from '#app/domain/plan/backup-ahead.server.ts'
import { endBackup, lookBackOn, startBackup } from '#app/domain/plan/backup-run.server.ts'
import { keepBackup } from '#app/domain/plan/backup.server.ts'
import { newId, type BackupId, type CircleId } from '#app/values/ids.ts'
import { done } from '#db/demo/director.server.ts'
import type { Planter } from './secrets.ts'

export const secretsOfTheBackUpPlan: Record<string, Planter> = {
  'entry of the back-up plan': {
    tables: ['backup_entry'],
    async plant({ db, as, may, family, member, word, onlyMe }) {
      if (!(await may('backup:write'))) return null
      await done(await as('backup:write'), keepBackup, { entry: { part: 'call', owner: null, name: `Ring ${word}`, phone: '01632 960 000', words: `When ${word}` }, whoSees: onlyMe, shareWith: [], delicate: [], lang: 'en' })
      const { id } = await db.selectFrom('backup_entry').select('id').where('family_id', '=', family).where('said_by', '=', member).where('words', '=', `When ${word}`).executeTakeFirstOrThrow()
      return { ids: [id], urls: [`/families/${family}/plan/if-things-get-harder`], seenBy: [] }
    },
  },
  'run of the back-up plan': {
    tables: ['backup_run', 'backup_task', 'backup_look_back'],
    async plant({ db, as, may, family, member, word, onlyMe }) {
      if (!(await may('backup:write'))) return null
      const child = await db.selectFrom('member').select('id').where('family_id', '=', family).where('seat', 'in', ['child', 'young-person']).where('until_on', 'is', null).orderBy('made_at').orderBy('id').limit(1).executeTakeFirst()
      if (!child) return null
      const acting = await as('backup:start')
      // What the family has written openly is no part of this one: it would tell those who are named.
      const open = await db.selectFrom('backup_entry').select(['id', 'circle_id']).where('family_id', '=', family).where('circle_id', 'is', null).execute()
      const keepFrom = (circle: CircleId | null) => db.updateTable('backup_entry').set({ circle_id: circle }).where('family_id', '=', family).where('id', 'in', ['', ...open.map(({ id }) => id)] as BackupId[]).execute()
      await done(await as('backup:write'), keepBackup, { entry: { part: 'care', owner: member, child: child.id, words: `Does ${word}`, know: { school: word, medicine: null, sleep: null, comfort: null } }, whoSees: onlyMe, shareWith: [], delicate: [], lang: 'en' })
      await keepFrom(newId<CircleId>())
      const run = await done(acting, startBackup, { drill: false, because: null, whoSees: onlyMe, seen: (await backupAhead(acting))!.seen })
      await done(acting, endBackup, { run })
      await done(acting, lookBackOn, { run, well: `Went ${word}`, change: null, whoSees: onlyMe, lang: 'en' })
      await keepFrom(null)
      return { ids: [run], urls: [`/families/${family}/plan/if-things-get-harder/runs/${run}`, `/families/${family}/plan/if-things-get-harder/begin`], seenBy: [] }
    },
  },
}
