import type {Host} from '@hive-ci/cli'

/** The context's files of a host's identity, relative to the context directory. */
export const caFile = 'ca/cacert.pem'

export function keyFile({name}: Host): string {
  return `ca/${name}_key.pem`
}

export function certificateFile({name}: Host): string {
  return `ca/${name}_cert.pem`
}
