/** An authority under the name it gets in stores that want one. */
export interface NamedAuthority {
  readonly name: string
  /** Ends with a newline. */
  readonly pem: string
}
