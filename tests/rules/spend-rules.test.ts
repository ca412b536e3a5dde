import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { spendKinds } from '#app/domain/area/spend-kinds.ts'
import { kindOfService, ruleOf, rulesOn, standing, type Ruled, type SpendRules } from '#app/domain/budget/rules.ts'
import { readDirectory } from '#app/domain/directory/read-directory.ts'
import { pence } from '#app/values/money.ts'

const area: SpendRules = { kindRules: { clubs: { may: 'yes', unitPence: 2_000, capPence: 10_000 } }, capDays: 182, relativePaid: 'exception' }
const spend = (more: Partial<Ruled> = {}): Ruled => ({ kind: 'clubs', unitPence: pence(1_500), pence: pence(3_000), already: pence(0), relative: false, ...more })
const said = (more?: Partial<Ruled>, rules = area) => rulesOn(spend(more), rules).map((rule) => `${rule.rule} ${rule.stands}`)

describe('which rules a request meets', () => {
  test('each that has something to say is said, and whatever meets all of them is met', () => {
    expect(said()).toEqual(['kind met', 'unit met', 'cap met'])
    expect(standing(rulesOn(spend(), area))).toBe('met')
    expect(said({ kind: 'other' })).toEqual(['kind met'])
  })

  test('a highest price and a most hold to the penny, and above them a manager makes the exception', () => {
    expect(said({ unitPence: pence(2_000), already: pence(7_000) })).toEqual(['kind met', 'unit met', 'cap met'])
    expect(said({ unitPence: pence(2_001), already: pence(7_001) })).toEqual(['kind met', 'unit exception', 'cap exception'])
    expect(rulesOn(spend({ already: pence(7_001) }), area).at(-1)).toEqual({ rule: 'cap', stands: 'exception', limit: 10_000, sum: 10_001, days: 182 })
  })

  test('a relative of the household is paid by exception, by none, or as anybody, as the area says', () => {
    expect(said({ kind: 'other', relative: true })).toEqual(['kind met', 'relative exception'])
    expect(said({ kind: 'other', relative: true }, { ...area, relativePaid: 'no' })).toEqual(['kind met', 'relative not-met'])
    expect(said({ kind: 'other', relative: true }, { ...area, relativePaid: 'yes' })).toEqual(['kind met', 'relative met'])
  })

  test('what may not be bought is not met, whatever else is; help for those who help needs a family meeting', () => {
    for (const kind of ['nhs', 'bills', 'cash', 'alcohol'] as const) expect(standing(rulesOn(spend({ kind }), area)), kind).toBe('not-met')
    expect(said({ kind: 'network', relative: true })).toEqual(['meeting not-met', 'relative exception'])
    expect(standing(rulesOn(spend({ kind: 'network', relative: true }), area))).toBe('not-met')
    expect(said({ kind: 'breaks' })).toEqual(['kind exception'])
  })

  test('every kind has a rule, and what the area rules itself stands in its place', () => {
    for (const kind of spendKinds) expect(ruleOf({ kindRules: {} }, kind).may).toMatch(/^(yes|exception|meeting|no)$/)
    expect(ruleOf({ kindRules: { alcohol: { may: 'yes', unitPence: null, capPence: null } } }, 'alcohol').may).toBe('yes')
  })

  test('a service is of the kind that its categories say, the more particular first', () => {
    expect(kindOfService(['After-school clubs', 'Childcare', 'Self-referral'])).toBe('childcare')
    expect(kindOfService(['Mental and emotional health', 'Counselling'])).toBe('talking')
    expect(kindOfService(['Sports and fitness', 'Swimming'])).toBe('clubs')
    expect(kindOfService(['Debt advice'])).toBe('other')
    expect(kindOfService([])).toBe('other')
    const real = { childcare: ['Nurseries, creches, pre schools and nursery classes', '30 hours funded providers'], clubs: ['Dance, drama and music', 'Days out', 'Parks and outdoor activities'], learning: ['Private tuition', 'Education and learning'] }
    for (const [kind, names] of Object.entries(real)) for (const name of names) expect(kindOfService([name]), name).toBe(kind)
  })

  test('every category of the demo’s directory has a kind, but those that say whom it is for and those of what nobody pays for; so has everything with a price', () => {
    const services = ['open-referral', 'outpost'].flatMap((name) => {
      const read = readDirectory(readFileSync(`db/demo/directory/${name}-services.json`, 'utf8'))
      return 'unreadable' in read ? [] : read.rows.flatMap((row) => (row.ok ? [row.service] : []))
    })
    const namesOf = (all: typeof services) => [...new Set(all.flatMap((one) => one.categories.map((category) => category.name)))]
    expect(namesOf(services).filter((name) => kindOfService([name]) === 'other').sort()).toEqual([
      'Debt advice', 'Disabled children and adults', 'Early years', 'Family hubs', 'Kinship carers', 'Money and benefits', 'Separation and divorce', 'Speech and language', 'Staying safe', 'Support groups',
      'Targeted youth support', 'Young carers', 'Young people',
    ])
    const priced = services.filter((one) => one.options.some((option) => option.pence !== null && option.pence > 0))
    expect(priced.length).toBeGreaterThan(10)
    expect(priced.filter((one) => kindOfService(one.categories.map((category) => category.name)) === 'other').map((one) => one.name)).toEqual([])
    for (const [name, kind] of [['Getting about', 'travel'], ['School things', 'clothes'], ['Things for the home', 'home'], ['Babies and toddlers', 'clubs']] as const) expect(kindOfService([name]), name).toBe(kind)
  })
})
