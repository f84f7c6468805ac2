/** A Docker volume as an engine tells it. */
export interface FoundVolume {
  readonly Name: string
  readonly Driver: string
  readonly Options?: Readonly<Record<string, string>> | null
}
