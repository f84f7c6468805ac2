export interface RegistryFailureOptions {
  readonly status?: number
  /** Trying again may help: the registry is busy or ill, or the line broke. */
  readonly mayPass: boolean
  /** Milliseconds the registry wants to be left alone. */
  readonly retryAfter?: number | undefined
  readonly cause?: unknown
}

/** A registry refused something, or could not be spoken to; the message names the registry and has no full stop. */
export class RegistryFailure extends Error {
  override readonly name = 'RegistryFailure'
  readonly status: number | undefined
  readonly mayPass: boolean
  readonly retryAfter: number | undefined

  constructor(message: string, {status, mayPass, retryAfter, cause}: RegistryFailureOptions) {
    super(message, cause === undefined ? undefined : {cause})
    this.status = status
    this.mayPass = mayPass
    this.retryAfter = retryAfter
  }
}

/** What a line that broke, or was never made, tells. */
export function broken(registry: string, error: unknown): RegistryFailure {
  if (error instanceof RegistryFailure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const text = error instanceof Error && error.message !== '' ? error.message : code
  const final = /CERT|SELF_SIGNED|UNABLE_TO|ENOTFOUND|WRONG_VERSION/.test(code) || /^Proxy response \(4/.test(text)
  return new RegistryFailure(`${registry} cannot be spoken to: ${text}`, {mayPass: !final, cause: error})
}
