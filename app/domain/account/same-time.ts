/** Answers that must not tell, by their time either, whether somebody is known are given at multiples of this. */
const stepMs = 250

/**
 * Does the work, and answers a whole number of `stepMs` after it began: waiting costs nothing. An answer that
 * `mayHurry` is given at once.
 */
export async function inSameTime<T>(work: () => Promise<T>, mayHurry: (answer: T) => boolean = () => false): Promise<T> {
  const began = performance.now()
  const answer = await work()
  if (!mayHurry(answer)) await new Promise((resolve) => setTimeout(resolve, stepMs - ((performance.now() - began) % stepMs)))
  return answer
}
