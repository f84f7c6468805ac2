import type {JsonName} from './x509.ts'

/** The parts of a text such as `/O=Shop/OU=Web`, in its order, and the common name behind them. */
export function distinguishedName(prefix: string, commonName: string): JsonName {
  const components = prefix
    .split('/')
    .filter(part => part !== '')
    .map(part => {
      const [type = '', ...value] = part.split('=')
      return {[type]: [value.join('=')]}
    })
  return [...components, {CN: [commonName]}]
}
