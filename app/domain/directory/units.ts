/** What a price is for: a week, a session. Pure data. */

const spoken = {
  hour: 'an hour', day: 'a day', halfDay: 'half a day', night: 'a night', week: 'a week', month: 'a month', term: 'a term', year: 'a year',
  session: 'a session', meal: 'a meal', visit: 'a visit', person: 'a person', child: 'a child', family: 'a family', each: 'each',
} as const
export type Unit = keyof typeof spoken

const written: ReadonlyMap<string, Unit> = new Map(
  (Object.keys(spoken) as Unit[]).flatMap((unit) => {
    const word = unit === 'halfDay' ? 'half day' : unit
    return [word, `per ${word}`, `a ${word}`, `an ${word}`, `each ${word}`, spoken[unit]].map((text) => [text, unit] as const)
  }).concat([['hourly', 'hour'], ['daily', 'day'], ['weekly', 'week'], ['monthly', 'month'], ['termly', 'term'], ['yearly', 'year'], ['annually', 'year'], ['per annum', 'year']]),
)

/** Which unit a text such as `per week` or `a week` means, so that it can be said in the reader's language. */
export function unitOf(text: string): Unit | undefined {
  return written.get(text.trim().toLowerCase())
}

/** The unit as it is kept: the common ones in one spelling (`a week`), others as they came. */
export function unitWords(text: string): string {
  const unit = unitOf(text)
  return unit === undefined ? text : spoken[unit]
}
