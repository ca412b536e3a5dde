/** When a proposal of a family stands, against a model that is told the answers one after the other (C4). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stances, standing, type Stance, type Standing, type Stood } from '#app/domain/meetings/standing.ts'
import type { MemberId } from '#app/values/ids.ts'

const people = ['ada', 'ben', 'cem', 'dot', 'eli', 'fay'] as unknown as readonly MemberId[]
const anyStance = fc.constantFrom<Stance>(...stances)
const anyAnswers: fc.Arbitrary<Stood[]> = fc.array(fc.record({ member: fc.constantFrom(...people), stance: anyStance }), { maxLength: 30 }).map((said) => said.map((one, nth) => ({ ...one, nth })))
const anyMust = fc.subarray([...people]).map((some) => new Set(some))
const shuffled = (answers: readonly Stood[]) => fc.shuffledSubarray([...answers], { minLength: answers.length, maxLength: answers.length })

/** The rule told another way: a table of seats round which the answers go, counted down. */
function model(answers: readonly Stood[], must: ReadonlySet<MemberId>): Standing {
  const heard: Partial<Record<MemberId, Stance>> = {}
  for (const one of [...answers].sort((a, b) => a.nth - b.nth)) heard[one.member] = one.stance
  let waiting = must.size === 0 ? 1 : must.size
  let against = 0
  for (const member of people) {
    if (!must.has(member)) continue
    if (heard[member] === 'no') against += 1
    if (heard[member] === 'yes' || heard[member] === 'yes-but') waiting -= 1
  }
  return against > 0 ? 'sent-back' : waiting === 0 ? 'stands' : 'open'
}

describe('a proposal', () => {
  test('stands as the model says', () => {
    fc.assert(fc.property(anyAnswers, anyMust, (answers, must) => { expect(standing(answers, must)).toBe(model(answers, must)) }), { numRuns: 1000 })
  })

  test('the order in which answers are read does not matter, the last of each person does', () => {
    fc.assert(fc.property(anyAnswers.chain((answers) => fc.tuple(fc.constant(answers), shuffled(answers))), anyMust, ([answers, mixed], must) => {
      expect(standing(mixed, must)).toBe(standing(answers, must))
      const onlyLast = answers.filter((one) => !answers.some((other) => other.member === one.member && other.nth > one.nth))
      expect(standing(onlyLast, must)).toBe(standing(answers, must))
    }))
  })

  test('one no of somebody who must agree sends it back, whoever else says yes', () => {
    fc.assert(fc.property(anyAnswers, anyMust, fc.constantFrom(...people), (answers, must, member) => {
      expect(standing([...answers.filter((one) => one.member !== member), { member, stance: 'no', nth: 99 }], new Set([...must, member]))).toBe('sent-back')
    }))
  })

  test('a no of anybody else changes nothing', () => {
    fc.assert(fc.property(anyAnswers, anyMust, fc.constantFrom(...people), (answers, must, member) => {
      must.delete(member)
      expect(standing([...answers, { member, stance: 'no', nth: 99 }], must)).toBe(standing(answers, must))
    }))
  })

  test('one more yes never sends back what stood, and never opens it again', () => {
    fc.assert(fc.property(anyAnswers, anyMust, fc.constantFrom(...people), fc.constantFrom<Stance>('yes', 'yes-but'), (answers, must, member, stance) => {
      const rank = { 'sent-back': 0, open: 1, stands: 2 }
      expect(rank[standing([...answers, { member, stance, nth: 99 }], must)]).toBeGreaterThanOrEqual(rank[standing(answers, must)])
    }))
  })

  test('silence and “not sure yet” are no consent', () => {
    fc.assert(fc.property(anyAnswers, anyMust, fc.constantFrom(...people), (answers, must, member) => {
      const without = answers.filter((one) => one.member !== member)
      for (const said of [without, [...without, { member, stance: 'not-sure' as const, nth: 99 }]]) expect(standing(said, new Set([...must, member]))).not.toBe('stands')
    }))
  })

  test('somebody who was taken out counts no more, for or against; where nobody must agree nothing stands', () => {
    fc.assert(fc.property(anyAnswers, anyMust, fc.constantFrom(...people), (answers, must, member) => {
      must.delete(member)
      expect(standing(answers, must)).toBe(standing(answers.filter((one) => one.member !== member), must))
    }))
    expect(standing(people.map((member, nth) => ({ member, stance: 'yes' as const, nth })), new Set())).toBe('open')
  })
})
