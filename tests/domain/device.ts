/** A phone that keeps passkeys, in software: ECDSA on P-256 and the few bytes of CBOR that WebAuthn asks of one. */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

const base64 = (bytes: Buffer | string) => Buffer.from(bytes as string).toString('base64url')
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest()
const textItem = (text: string) => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])
const bytesItem = (bytes: Buffer) => Buffer.concat([Buffer.from([0x59, bytes.length >> 8, bytes.length & 255]), bytes])

/** What a device may do otherwise than an honest one. */
export interface Odd {
  readonly origin?: string
  readonly rpId?: string
  /** Whether its person opened it by finger, face or PIN. */
  readonly verified?: boolean
  readonly counter?: number
  readonly challenge?: string
  readonly userHandle?: string
  /** The id of a key that is another's. */
  readonly id?: string
  /** A maker's statement, as CBOR, in place of none. */
  readonly statement?: { fmt: string; attStmt: Buffer }
}

interface Created { readonly challenge: string; readonly rp: { readonly id?: string }; readonly user: { readonly id: string } }
interface Asked { readonly challenge: string; readonly rpId?: string }

export class Device {
  readonly origin: string
  readonly #keys: KeyObject
  readonly #publicKey: Buffer
  readonly id = randomBytes(32).toString('base64url')
  counter = 0
  #user = ''

  constructor(origin = 'http://localhost:3000') {
    this.origin = origin
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#keys = privateKey
    const { x, y } = publicKey.export({ format: 'jwk' })
    // COSE: an EC2 key (1: 2) for ES256 (3: -7) on P-256 (-1: 1) with its two coordinates.
    this.#publicKey = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x!, 'base64url'), Buffer.from('225820', 'hex'), Buffer.from(y!, 'base64url')])
  }

  /** What a page sends after this device has made a passkey. */
  makes(options: Created, odd: Odd = {}): string {
    this.#user = options.user.id
    const id = odd.id ?? this.id
    const credential = Buffer.from(id, 'base64url')
    const authData = Buffer.concat([this.#says(options.rp.id ?? '', 0x40, odd), Buffer.alloc(16), Buffer.from([0, credential.length]), credential, this.#publicKey])
    const { fmt, attStmt } = odd.statement ?? { fmt: 'none', attStmt: Buffer.from([0xa0]) }
    const attestation = Buffer.concat([Buffer.from([0xa3]), textItem('fmt'), textItem(fmt), textItem('attStmt'), attStmt, textItem('authData'), bytesItem(authData)])
    return JSON.stringify({
      id, rawId: id, type: 'public-key', clientExtensionResults: {},
      response: { clientDataJSON: base64(this.#clientData('webauthn.create', options.challenge, odd)), attestationObject: base64(attestation), transports: ['internal', 'hybrid'] },
    })
  }

  /** What a page sends after this device has used its passkey. */
  uses(options: Asked, odd: Odd = {}): string {
    this.counter += 1
    const clientData = this.#clientData('webauthn.get', options.challenge, odd)
    const authData = this.#says(options.rpId ?? '', 0, odd)
    const signature = createSign('sha256').update(Buffer.concat([authData, sha256(clientData)])).sign(this.#keys)
    const id = odd.id ?? this.id
    return JSON.stringify({
      id, rawId: id, type: 'public-key', clientExtensionResults: {},
      response: { clientDataJSON: base64(clientData), authenticatorData: base64(authData), signature: base64(signature), userHandle: odd.userHandle ?? this.#user },
    })
  }

  #clientData(type: string, challenge: string, odd: Odd): string {
    return JSON.stringify({ type, challenge: odd.challenge ?? challenge, origin: odd.origin ?? this.origin, crossOrigin: false })
  }

  // Present (1), verified (4), may be and is backed up (8, 16).
  #says(rpId: string, flags: number, odd: Odd): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(odd.counter ?? this.counter)
    return Buffer.concat([sha256(odd.rpId ?? rpId), Buffer.from([flags | 0x19 | (odd.verified === false ? 0 : 4)]), count])
  }
}
