/** The shortest time that an answer takes which must not tell, by its time either, whether somebody is known. */
const shortestMs = 250

/**
 * Does the work, and answers no sooner than `shortestMs` after it began: waiting costs nothing. An answer that
 * `mayHurry` is given at once.
 */
export async function inSameTime<T>(work: () => Promise<T>, mayHurry: (answer: T) => boolean = () => false): Promise<T> {
  const began = performance.now()
  const answer = await work()
  if (!mayHurry(answer)) await new Promise((resolve) => setTimeout(resolve, shortestMs - (performance.now() - began)))
  return answer
}
