/**
 * Plays the demo's stories with the commands that everybody uses, each at its own moment in the past, so that the demo
 * has a history: nothing is written around a rule.
 */
import type { FamilyPower, AreaPower } from '#app/access/powers.ts'
import { areaViewerFor, must, viewerFor, viewerOfSpend, type AreaMay, type Inside, type May, type Viewer, type AnyViewer } from '#app/access/viewer.server.ts'
import { act, type Outcome } from '#app/events/transact.server.ts'
import type { FamilyId, PersonId, SpendId } from '#app/values/ids.ts'
import { atWallTime, dayAt, plusDays, weekday, type Day, type Instant } from '#app/values/instant.ts'
import type { Db } from '#db/connect.ts'

/** The moment the demo is made, and the days around it. */
export class Calendar {
  readonly now: Instant
  readonly today: Day
  constructor(now: Instant) {
    this.now = now
    this.today = dayAt(now)
  }

  /** A day so many days from today (negative: past). */
  day(days: number): Day {
    return plusDays(this.today, days)
  }

  /** The first working day (Monday to Friday) on or after a day so many days from today. */
  workday(days: number): Day {
    let on = this.day(days)
    while (weekday(on) > 5) on = plusDays(on, 1)
    return on
  }

  /** A moment on a day so many days from today; never later than now, because nothing is done in the future. */
  at(days: number, time: string): Instant {
    const moment = atWallTime(this.day(days), time) ?? atWallTime(this.day(days), '12:00')!
    return moment < this.now ? moment : this.now
  }
}

/** Runs one command and gives its value; a refusal here is a fault of the story. */
export async function done<V extends AnyViewer, In, T, Why extends string>(
  viewer: V, command: (acting: Inside<V>, input: In) => Promise<Outcome<T, Why>>, input: In,
): Promise<T> {
  const answer = await act(viewer, command, input)
  if (!answer.ok) throw new Error(`the demo's story breaks at ${command.name}: ${answer.why} ${JSON.stringify(answer.values ?? {})} ${answer.field ?? ''}`)
  return answer.value
}

export class Director {
  readonly #db: Db
  constructor(db: Db) {
    this.#db = db
  }

  /** A person inside a family at a moment, with a power. */
  async inFamily<P extends FamilyPower>(person: PersonId, family: FamilyId, at: Instant, power: P): Promise<May<P>> {
    const viewer = await viewerFor(this.#db, person, family, at)
    if (!viewer) throw new Error('the demo names somebody who is not in the family')
    return must(viewer, power)
  }

  /** Somebody at their desk at a moment, with a power. */
  async atDesk<P extends AreaPower>(person: PersonId, at: Instant, power: P): Promise<AreaMay<P>> {
    const viewer = await areaViewerFor(this.#db, person, at)
    if (!viewer) throw new Error('the demo names somebody without a post')
    return must(viewer, power)
  }

  /** Somebody with one spend to decide or to pay. */
  async onSpend<P extends FamilyPower>(person: PersonId, family: FamilyId, spend: SpendId, at: Instant, power: P): Promise<May<P>> {
    const viewer: Viewer | undefined = await viewerOfSpend(this.#db, person, family, spend, at)
    if (!viewer) throw new Error('the demo gives a spend to somebody who may not decide it')
    return must(viewer, power)
  }
}
