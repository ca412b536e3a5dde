import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networkOf } from '#app/access/throttle.server.ts'
import { typedCode } from '#app/domain/account/codes.server.ts'
import { hashOfToken } from '#app/domain/account/links.server.ts'
import { commonPasswords } from '#app/domain/account/common-passwords.ts'
import { hashPassword, isCommonPassword, newPassword, passwordFits, shortestPassword } from '#app/domain/account/passwords.server.ts'
import { ownPath, withQuery } from '#app/domain/account/where-to.ts'

describe('where somebody goes after signing in', () => {
  test.each(['/families', '/families/abc/goals?page=2', '/desk/approvals/a.b', '/join/abc', '/account/security', '/families/../desk'])('%s is ours', (to) => {
    expect(ownPath(to)).toBeDefined()
  })

  test.each([
    '', 'families', '//elsewhere.example', '/\\elsewhere.example', '\\/elsewhere.example', 'https://elsewhere.example/families', '/families/..//elsewhere.example',
    '/families/..\\..//elsewhere.example', '/\t/elsewhere.example', '/\n/elsewhere.example', 'javascript:alert(1)', '/sign-out', '/sign-out?exit', '/families/../sign-out',
    '/sign-in?to=/families', '/familiesx', '/%2felsewhere.example', '/./', '/families\r\nSet-Cookie: a=b', `/families/${'x'.repeat(3000)}`, null, undefined, 7,
  ])('%j is not', (to) => {
    expect(ownPath(to)).toBeUndefined()
  })

  test('whatever is given, a browser that follows stays here and on a page that we know', () => {
    const piece = fc.oneof(fc.constantFrom('/', '//', '\\', '..', '.', 'families', 'desk', 'elsewhere.example', '@', ':', '?', '#', '%2f', '%5c', '\t', '\n', '\r', ' ', 'https:', '\u2028'), fc.string({ unit: 'binary', maxLength: 4 }))
    fc.assert(fc.property(fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')), (text) => {
      const path = ownPath(text)
      if (path === undefined) return
      for (const sent of [path, withQuery(path, 'kept', 'x')]) {
        const url = new URL(sent, 'https://ours.example/sign-in')
        expect(url.origin).toBe('https://ours.example')
        expect(url.pathname).toMatch(/^\/(families|account|desk|area|services|help|join|demo)(\/|$)/)
        expect(sent).not.toMatch(/[\r\n\\]/)
      }
    }), { numRuns: 3000 })
  })
})

describe('passwords', () => {
  test.each(['password123', 'PASSWORD123', 'Qwertyuiop', 'aaaaaaaaaaaa', 'abcabcabcabc', '1234567890'])('%s is too common', (password) => {
    expect(isCommonPassword(password)).toBe(true)
  })
  test.each(['our family plan', 'three blue teapots', 'Wir mögen Käsekuchen', 'چائے کے تین کپ'])('%s is taken', (password) => {
    expect(newPassword.safeParse(password).success).toBe(true)
  })
  test.each([['short', 'errors:passwordTooShort'], ['', 'errors:required'], ['password123', 'errors:passwordTooCommon'], ['x'.repeat(201), 'errors:tooLong']])('%j is refused', (password, why) => {
    const read = newPassword.safeParse(password)
    expect(read.error?.issues.map((issue) => issue.message.split('|')[0])).toEqual([why])
  })

  test('are looked up among thousands of common ones, each of which would have been taken otherwise', () => {
    expect(commonPasswords.size).toBeGreaterThan(5000)
    const odd = [...commonPasswords].filter((common) => [...common].length < shortestPassword || common !== common.toLowerCase().normalize('NFKC'))
    expect(odd).toEqual([])
    for (const common of ['homelesspa', 'samantha01', 'ourfamilyplan', 'cymruambyth', 'qwertyuiop[]']) expect(newPassword.safeParse(common.toUpperCase()).success, common).toBe(false)
  })

  test('fit only themselves, however the same letters were typed', async () => {
    const kept = await hashPassword('Käsekuchen am Sonntag')
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits(kept, 'Ka\u0308sekuchen am Sonntag')).toBe(true)
    expect(await passwordFits(kept, 'käsekuchen am sonntag')).toBe(false)
    expect(await passwordFits(null, 'Käsekuchen am Sonntag')).toBe(false)
    // Fifteen signs, which are 270 letters once they are written out.
    const long = 'ﷺ'.repeat(15)
    expect(await passwordFits(await hashPassword(long), long)).toBe(true)
  })
})

test('a code is read as it was meant', () => {
  expect(typedCode(' 12 34-56 ')).toBe('123456')
  expect(typedCode('۱۲۳۴۵۶')).toBe('123456')
  expect(typedCode('OIL7-ab2c')).toBe('0117ab2c')
})

test('a token from a letter may be typed with gaps and in capitals; one from a message may not be changed at all', () => {
  expect(hashOfToken('AB2C-DEFG-0123-4567-89HJ')).toBe(hashOfToken('ab2cdefgo123456789hj'))
  const pressed = 'aB-_'.repeat(10) + 'xyz'
  expect(hashOfToken(pressed)).not.toBe(hashOfToken(pressed.toLowerCase()))
})

test('a home is one network, with IPv4 and with IPv6', () => {
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:0DB8:1:2::9'))
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'))
  expect(networkOf('::1')).toBe('0:0:0:0')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0')
})
