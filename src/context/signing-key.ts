import {createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, type webcrypto} from 'node:crypto'

type Curve = 'P-256' | 'P-384' | 'P-521'

const curves: Readonly<Record<string, Curve>> = {prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521'}

/** A private key certificates are signed with, in the shapes node and the certificate library want. */
export interface SigningKey {
  /** PKCS #8 text. */
  readonly pem: string
  readonly pair: webcrypto.CryptoKeyPair
  readonly algorithm: {readonly name: string; readonly hash: string}
}

/** A new key on the curve P-256. */
export function generateSigningKey(): SigningKey {
  return signingKey(generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey)
}

/** Reads a PEM key: RSA or a NIST curve, no passphrase. Throws an `Error` that says what is wrong. */
export function readSigningKey(pem: string): SigningKey {
  return signingKey(createPrivateKey(pem))
}

/** The public half as DER, to see whether a certificate and a key belong together. */
export function publicKeyOf(pem: string): Buffer {
  return createPublicKey(pem).export({type: 'spki', format: 'der'})
}

function signingKey(key: KeyObject): SigningKey {
  const algorithm = algorithmOf(key)
  return {
    pem: key.export({type: 'pkcs8', format: 'pem'}).toString(),
    pair: {
      privateKey: key.toCryptoKey(algorithm, true, ['sign']),
      publicKey: createPublicKey(key).toCryptoKey(algorithm, true, ['verify']),
    },
    algorithm: {name: algorithm.name, hash: 'SHA-256'},
  }
}

function algorithmOf(key: KeyObject) {
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? '']
  if (curve !== undefined) return {name: 'ECDSA', namedCurve: curve}
  if (key.asymmetricKeyType === 'rsa') return {name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256'}
  throw new Error(`keys of type ${key.asymmetricKeyType} are not supported`)
}
