/** What is known of somebody's needs comes filled, for whoever may see it. */
import { expect, test } from 'vitest'
import { keepNeeds, knownNeeds } from '#app/domain/appointments/known-needs.server.ts'
import { act } from '#app/events/transact.server.ts'
import { newId } from '#app/values/ids.ts'
import { instant } from '#app/values/instant.ts'
import { freshDatabase } from './database.ts'
import { aMember, aPerson, aPost, booker, helpedFamily } from './diary-world.ts'

test('needs are kept once, come together for whom a time is for, and are shown to whoever helps by agreement alone', async () => {
  const db = await freshDatabase()
  const sam = await aPerson(db, 'Sam Helper')
  await aPost(db, sam, 'lead')
  const home = await helpedFamily(db, sam)
  const [ada, granPerson] = [await aMember(db, home.family, null, 'child', 'Ada'), await aPerson(db, 'Gran')]
  const gran = await aMember(db, home.family, granPerson, 'kin-carer', 'Gran')
  const [parent, lead, grans] = [await booker(db, home.parentPerson, home.family), await booker(db, sam, home.family), await booker(db, granPerson, home.family)]
  const kept = await act(parent, keepNeeds, { member: ada, needs: ['bsl', 'step-free'], interpreterLang: null })
  expect(kept.ok).toBe(true)
  expect((await act(parent, keepNeeds, { member: home.parent, needs: ['interpreter', 'woman'], interpreterLang: 'pl' })).ok).toBe(true)

  expect(await knownNeeds(parent, [ada])).toEqual({ needs: ['bsl', 'step-free'], interpreterLang: null })
  expect(await knownNeeds(parent, [home.parent, ada]), 'of both').toEqual({ needs: ['interpreter', 'bsl', 'step-free', 'woman'], interpreterLang: 'pl' })
  expect(await knownNeeds(parent, []), 'of the whole family').toEqual({ needs: ['interpreter', 'bsl', 'step-free', 'woman'], interpreterLang: 'pl' })

  expect(await knownNeeds(lead, [ada, home.parent]), 'nobody agreed').toEqual({ needs: [], interpreterLang: null })
  expect(await act(lead, keepNeeds, { member: ada, needs: ['fare'], interpreterLang: null })).toMatchObject({ ok: false, why: 'somebody-is-not-here' })
  await db.insertInto('consent').values({ family_id: home.family, id: newId(), to_member: home.lead, kind: 'fact', about_member: ada, why: 'x', given_by: home.parent, from_at: instant('2026-01-01T00:00:00Z'), until_on: null, withdrawn_at: null }).execute()
  expect(await knownNeeds(lead, []), 'of the one of whom it was agreed').toEqual({ needs: ['bsl', 'step-free'], interpreterLang: null })

  expect(await knownNeeds(grans, [ada]), 'she does not bring Ada up').toEqual({ needs: [], interpreterLang: null })
  expect((await act(grans, keepNeeds, { member: gran, needs: ['fare'], interpreterLang: null })).ok).toBe(true)
  expect(await knownNeeds(grans, []), 'her own').toEqual({ needs: ['fare'], interpreterLang: null })

  expect((await act(parent, keepNeeds, { member: ada, needs: ['fare'], interpreterLang: null })).ok).toBe(true)
  expect(await knownNeeds(parent, [ada]), 'what was said last').toEqual({ needs: ['fare'], interpreterLang: null })
  expect(await act(parent, keepNeeds, { member: home.lead, needs: ['fare'], interpreterLang: null }), 'of the household alone').toMatchObject({ ok: false })
})
