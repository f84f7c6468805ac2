import type Docker from 'dockerode'

/** What is needed to bring an image onto the engine. */
export interface ImageRequest {
  readonly docker: Docker
  readonly signal: AbortSignal
  /** One line about long work. */
  readonly progress: (line: string) => void
  /** URL of a proxy for what is downloaded, as this machine reaches it. */
  readonly proxy?: string
  /** False where what is downloaded may be older than Debian's archives allow. */
  readonly aptCheckValidUntil?: boolean
}

export interface ProgressItem {
  readonly stream?: string
  readonly status?: string
}

/** Waits for the end of an engine's progress stream; the engine reports failures inside it. */
export async function followToEnd(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  onItem: (item: ProgressItem) => void = () => {},
): Promise<void> {
  const {promise, resolve, reject} = Promise.withResolvers<void>()
  docker.modem.followProgress(stream, error => (error ? reject(error) : resolve()), onItem)
  await promise
}
