/**
 * Backups behind a passphrase, in the age format (age-encryption.org/v1): `age -d` opens them without Griot. Header, stream and
 * seals are those of the library age-encryption; the key is drawn from the passphrase by Node's own scrypt, off this thread
 * (docs/adr/0007). Files of any size pass in pieces of 64 KB.
 */
/* eslint-disable n/no-unsupported-features/node-builtins -- web streams and web crypto: in Node since 18, there called experimental */
import { randomBytes, scrypt, webcrypto, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { Decrypter, Encrypter, Stanza, type Identity, type Recipient } from 'age-encryption'
import { AppError } from '@shared/errors'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { writePieces } from './write-pieces'

// Electron 25 (Node 18) has it in the module only; the library looks for it here
if (!('crypto' in globalThis)) Object.assign(globalThis, { crypto: webcrypto })

const firstLine = 'age-encryption.org/v1\n'
/** A header with one passphrase has some 200 bytes; without an end in here it is no such file. */
const longestHeader = 4096
const pieceBytes = 64 * 1024

/** log2 of the work: 256 MB of memory for a second or so, what `age -p` writes as well. */
const workFactor = 18
/** A file may not ask for more than twice of that. */
const highestWorkFactor = 19

export interface AgeFile {
  readonly from: string
  /** No file has that name yet. */
  readonly to: string
  readonly passphrase: string
  readonly signal?: AbortSignal | undefined
}

/** True where the file says that it is one. Opens regular files only: the caller has looked. */
export async function isAgeFile(path: string): Promise<boolean> {
  return (await headOf(path)).startsWith(firstLine)
}

/** Returns the size of `to`. `content`, where given, takes in what is read. Throws what the file system says. */
export async function encryptFile({ from, to, passphrase, signal }: AgeFile, content?: Hash): Promise<number> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipientOf(passphrase))
  const source = await open(from, 'r')
  try {
    return await writePieces(to, inPieces(await encrypter.encrypt(piecesOf(source, content)), signal))
  } finally {
    await source.close()
  }
}

/**
 * Throws AppError backup_passphrase_wrong, backup_damaged (cut, or a byte of it changed), backup_invalid (not for a
 * passphrase), and what the file system says. `to` is then not whole.
 */
export async function decryptFile({ from, to, passphrase, signal }: AgeFile): Promise<number> {
  return opened(from, passphrase, (content) => writePieces(to, inPieces(content, signal)))
}

/** Reads an encrypted file whole; the digest of what is in it. Throws as `decryptFile`. */
export async function digestOfAgeFile(from: string, passphrase: string, hash: Hash): Promise<string> {
  await opened(from, passphrase, async (content) => {
    for await (const piece of inPieces(content)) hash.update(piece)
  })
  return hash.digest('hex')
}

async function opened<Result>(
  from: string,
  passphrase: string,
  use: (content: ReadableStream<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const head = await headOf(from)
  if (!head.startsWith(firstLine) || !head.includes('\n--- ')) throw new AppError('backup_invalid', { file: from })
  const decrypter = new Decrypter()
  decrypter.addIdentity(identityOf(passphrase, from))
  const source = await open(from, 'r')
  try {
    return await use(await decrypter.decrypt(piecesOf(source)))
  } catch (error) {
    const isKnown = error instanceof AppError || (error as NodeJS.ErrnoException).code !== undefined
    throw isKnown ? error : new AppError('backup_damaged', { file: from }, { cause: error })
  } finally {
    await source.close()
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A piece is read when the last one is taken, so that memory does not grow with the file. */
function piecesOf(file: FileHandle, content?: Hash): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = new Uint8Array(pieceBytes)
        const { bytesRead } = await file.read(piece, 0, pieceBytes)
        if (bytesRead === 0) {
          controller.close()
          return
        }
        content?.update(piece.subarray(0, bytesRead))
        controller.enqueue(piece.subarray(0, bytesRead))
      },
    },
    { highWaterMark: 0 },
  )
}

async function* inPieces(content: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = content.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
    // the seal of a piece takes some milliseconds of this thread
    await yieldToEventLoop(signal)
  }
}

/** The scrypt recipient of the format: https://github.com/C2SP/C2SP/blob/main/age.md#the-scrypt-recipient-type */
function recipientOf(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16)
      const body = sealOf(await keyOf(passphrase, salt, workFactor)).encrypt(fileKey)
      return [new Stanza(['scrypt', salt.toString('base64').replace(/=+$/, ''), String(workFactor)], body)]
    },
  }
}

function identityOf(passphrase: string, file: string): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const [kind, salt = '', work = ''] = stanzas[0]?.args ?? []
      const factor = Number(work)
      const isOurs = stanzas.length === 1 && kind === 'scrypt' && /^[1-9]\d?$/.test(work) && factor <= highestWorkFactor
      const body = stanzas[0]?.body
      if (!isOurs || !/^[A-Za-z0-9+/]{22}$/.test(salt) || body?.length !== 32)
        throw new AppError('backup_invalid', { file })
      const key = await keyOf(passphrase, Buffer.from(salt, 'base64'), factor)
      try {
        return sealOf(key).decrypt(body)
      } catch (error) {
        throw new AppError('backup_passphrase_wrong', { file }, { cause: error })
      }
    },
  }
}

const sealOf = (key: Uint8Array) => chacha20poly1305(key, new Uint8Array(12))

async function keyOf(passphrase: string, salt: Uint8Array, factor: number): Promise<Uint8Array> {
  const cost = 2 ** factor
  const draw = promisify<string, Uint8Array, number, object, Buffer>(scrypt)
  const options = { N: cost, r: 8, p: 1, maxmem: 128 * 8 * (cost + 16) }
  // a letter with an accent has two encodings in Unicode: one of them is used
  return draw(
    passphrase.normalize('NFC'),
    Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]),
    32,
    options,
  )
}
