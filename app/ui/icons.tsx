import type { ReactNode } from 'react'

// One stroke, 24 by 24, round ends. Each icon stands beside its word, so all are hidden from screen readers.
const drawn = {
  brand: 'M3 11 12 3.5 21 11M5.5 9.5V20h13V9.5M12 16.8c-4-2.6-2.6-5.4-.9-5.4q.9 0 .9 1 0-1 .9-1c1.7 0 3.1 2.8-.9 5.4z',
  home: 'M3.5 11 12 4l8.5 7M6 9.5V20h12V9.5',
  plan: 'M6 3.5h8l4 4v13H6zM9 12h6M9 16h6',
  visits: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7',
  money: 'M12 3.5a8.5 8.5 0 1 0 .01 0M14.8 9.2c-1-2.2-4-1.7-4 .8 0 2.2.6 3.8-1.3 6h5.5M9 12.7h4',
  people: 'M9 5a3.2 3.2 0 1 0 .01 0M3 19.5c0-7 12-7 12 0M16.5 6.5a2.5 2.5 0 1 1 0 5M17.5 14.2c2.3.4 3.5 2.3 3.5 5.3',
  exit: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  back: 'M14.5 5 8 12l6.5 7',
  tick: 'M5 12.5 10 17.5 19.5 7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.5V12l3.2 2',
  heart: 'M12 20c-10-6.5-9-14.5-4-14.5q3 0 4 3 1-3 4-3c5 0 6 8-4 14.5z',
  star: 'm12 3.5 2.6 5.6 6.1.7-4.5 4.1 1.2 6.1-5.4-3-5.4 3 1.2-6.1-4.5-4.1 6.1-.7z',
  hand: 'M8.5 12V6a1.5 1.5 0 0 1 3 0v5V4.5a1.5 1.5 0 0 1 3 0V11V6a1.5 1.5 0 0 1 3 0v8c0 8.5-8.5 8-11 3L4 13c.8-1.5 2.500-1.2 4.5 1.5',
  phone: 'M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3c0 4-17.5-1-14.5-14.5z',
} as const

export type IconName = keyof typeof drawn

/** A small drawing beside a word. Those that point (back, exit) turn with the direction of reading. */
export function Icon({ name }: { name: IconName }): ReactNode {
  const turns = name === 'back' || name === 'exit'
  return (
    <svg className={turns ? 'i turn' : 'i'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawn[name]} />
    </svg>
  )
}
