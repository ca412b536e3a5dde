/**
 * A payment run as an ISO 20022 customer credit transfer initiation, pain.001.001.09: sterling, from one account to many, each by
 * its sort code and account number (ClrSysId GBDSC, account scheme BBAN). The same run is always the same file. Pure.
 */
import type { Pence } from '#app/values/money.ts'
import { poundsTyped } from '#app/values/money.ts'
import type { Instant, Day } from '#app/values/instant.ts'
import { writable, xmlOf, type Element } from '#app/values/xml.ts'

/** A UK account. `sortCode` has six digits, `number` eight. */
export interface Account { readonly name: string; readonly sortCode: string; readonly number: string }

export interface RunFile {
  /** At most 35 characters, never used twice. */
  readonly id: string
  readonly madeAt: Instant
  readonly payOn: Day
  readonly payer: Account
  readonly lines: readonly { readonly reference: string; readonly pence: Pence; readonly payee: Account }[]
}

const one = (name: string, has: Element['has'], attributes?: Record<string, string>): Element => ({ name, has, ...(attributes ? { attributes } : {}) })
/** Max140Text, never empty. */
const named = (name: string) => one('Nm', [...writable(name)].slice(0, 140).join('').trim() || '-')
const bank = (of: string, { sortCode }: Account) => one(of, [one('FinInstnId', [one('ClrSysMmbId', [one('ClrSysId', [one('Cd', 'GBDSC')]), one('MmbId', sortCode)])])])
const account = (of: string, { number }: Account, more: Element[] = []) => one(of, [one('Id', [one('Othr', [one('Id', number), one('SchmeNm', [one('Cd', 'BBAN')])])]), ...more])

/** The file of a run, in UTF-8; its lines must be at least one, as the schema wants. */
export function pain001({ id, madeAt, payOn, payer, lines }: RunFile): string {
  const count = String(lines.length)
  const total = poundsTyped(lines.reduce((all, line) => all + line.pence, 0))
  return xmlOf(one('Document', [one('CstmrCdtTrfInitn', [
    one('GrpHdr', [one('MsgId', id), one('CreDtTm', `${madeAt.slice(0, 19)}Z`), one('NbOfTxs', count), one('CtrlSum', total), one('InitgPty', [named(payer.name)])]),
    one('PmtInf', [
      one('PmtInfId', id), one('PmtMtd', 'TRF'), one('NbOfTxs', count), one('CtrlSum', total), one('ReqdExctnDt', [one('Dt', payOn)]),
      one('Dbtr', [named(payer.name)]), account('DbtrAcct', payer, [one('Ccy', 'GBP')]), bank('DbtrAgt', payer), one('ChrgBr', 'SLEV'),
      ...lines.map(({ reference, pence, payee }) => one('CdtTrfTxInf', [
        one('PmtId', [one('EndToEndId', reference)]), one('Amt', [one('InstdAmt', poundsTyped(pence), { Ccy: 'GBP' })]),
        bank('CdtrAgt', payee), one('Cdtr', [named(payee.name)]), account('CdtrAcct', payee), one('RmtInf', [one('Ustrd', reference)]),
      ])),
    ]),
  ])], { xmlns: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09' }))
}
