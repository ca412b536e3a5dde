// What React, Kysely or our own code complains of on the console is a fault, so it fails the test it happened in.
import { afterEach, beforeEach } from 'vitest'

const say = console.error
let said: string[] = []

beforeEach(() => {
  said = []
  console.error = (...words: unknown[]) => {
    said.push(words.map(String).join(' '))
    say(...words)
  }
})

afterEach(() => {
  console.error = say
  if (said.length > 0) throw new Error(`console.error was called: ${said.join('\n')}`)
})
