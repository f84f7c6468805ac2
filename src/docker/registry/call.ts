import type {Readable} from 'node:stream'
import type {Dispatcher} from 'undici'

/** One request to a registry. */
export interface RegistryCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** After `/v2/`, or what a registry gave as location. */
  readonly path: string
  /** `repository:web:pull`, several with spaces between them. */
  readonly scope: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | Readable
}

export type Answer = Dispatcher.ResponseData

/** An answer of which everything is here. */
export interface WholeAnswer extends Pick<Answer, 'statusCode' | 'headers'> {
  readonly bytes: Buffer
}
