import type { ReactNode } from 'react'

// Simple pictures, 64 by 64, in the site's own colours: `fill` is the warm ground, `line` what is drawn on it.
const drawn = {
  star: { fill: 'M32 7l7.6 16.2 17.7 2.2-13 12.2 3.4 17.6L32 46.5 16.3 55.2l3.4-17.6-13-12.2 17.7-2.2z', line: 'M26 32v1M38 32v1M25 38c4 5 10 5 14 0' },
  hill: { fill: 'M4 54 26 18l12 18 6-9 16 27z', line: 'M4 54 26 18l12 18 6-9 16 27zM26 18V6M26 6l11 4-11 4' },
  steps: { fill: 'M8 54V44h12V34h12V24h12V14h12v40z', line: 'M8 54V44h12V34h12V24h12V14h12' },
  speech: { fill: 'M8 12h48v30H30L18 54V42H8z', line: 'M8 12h48v30H30L18 54V42H8zM18 22h28M18 31h18' },
  heart: { fill: 'M32 54C4 36 8 12 22 12q8 0 10 9 2-9 10-9c14 0 18 24-10 42z', line: 'M32 54C4 36 8 12 22 12q8 0 10 9 2-9 10-9c14 0 18 24-10 42z' },
  rest: { fill: 'M42 8a24 24 0 1 0 14 34A20 20 0 0 1 42 8z', line: 'M42 8a24 24 0 1 0 14 34A20 20 0 0 1 42 8zM46 20h8l-8 9h8' },
  tick: { fill: 'M32 6a26 26 0 1 0 .01 0z', line: 'M32 6a26 26 0 1 0 .01 0zM20 33l8 9 16-20' },
  days: { fill: 'M8 14h48v42H8z', line: 'M8 14h48v42H8zM8 26h48M20 8v10M44 8v10M21 36h4M39 36h4M21 46h4' },
  cloud: { fill: 'M18 50a12 12 0 0 1 0-24 16 16 0 0 1 30-2 13 13 0 0 1-2 26z', line: 'M18 50a12 12 0 0 1 0-24 16 16 0 0 1 30-2 13 13 0 0 1-2 26z' },
  paper: { fill: 'M12 6h28l12 12v40H12z', line: 'M12 6h28l12 12v40H12zM40 6v12h12M22 30h20M22 42l5 5 10-11' },
  together: { fill: 'M4 56q2-22 18-22 8 0 12 5 4-5 10-5 14 0 16 22z', line: 'M4 56q2-22 18-22t18 22zM37 37q3-3 8-3 13 0 15 22H40M22 10a10 10 0 1 0 .01 0zM45 14a8 8 0 1 0 .01 0z' },
  shelter: { fill: 'M6 34a26 26 0 0 1 52 0z', line: 'M6 34a26 26 0 0 1 52 0zM32 8V4M32 34v18a6 6 0 0 1-12 0' },
  home: { fill: 'M12 30v26h40V30L32 12z', line: 'M6 34 32 10l26 24M12 30v26h40V30M26 56V42h12v14' },
  pencil: { fill: 'M10 54l4-14L42 12l10 10-28 28z', line: 'M10 54l4-14L42 12l10 10-28 28zM36 18l10 10' },
} as const

export type PictureName = keyof typeof drawn

/** A picture that stands beside its words, for whoever reads pictures more easily. */
export function Picture({ name }: { name: PictureName }): ReactNode {
  const { fill, line } = drawn[name]
  return <svg className="pic" viewBox="0 0 64 64" aria-hidden="true"><path className="ground" d={fill} /><path d={line} /></svg>
}
