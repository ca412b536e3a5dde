/** How much is left, in a word that needs no arithmetic: 4 in 10 adults struggle with text on health, 6 in 10 once it has numbers (domain.md C6). */
export function shareLeft(left: number, total: number): 'all' | 'most' | 'half' | 'third' | 'little' | 'none' {
  if (left <= 0 || total <= 0) return 'none'
  const share = left / total
  if (share >= 1) return 'all'
  if (share > 0.6) return 'most'
  if (share > 0.42) return 'half'
  if (share > 0.25) return 'third'
  return 'little'
}
