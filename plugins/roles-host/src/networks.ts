import ipaddr from 'ipaddr.js'

/**
 * A network, or one address as a network of its own, spelt as the kernel prints it: the bits behind the prefix are zero
 * and IPv6 is short. undefined for what is neither.
 */
export function canonicalNetwork(text: string): string | undefined {
  const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`
  const isPlain = ipaddr.IPv4.isValidFourPartDecimal(text.replace(/\/.*/, '')) || text.includes(':')
  if (!isPlain || !ipaddr.isValidCIDR(cidr)) return undefined
  const [address, prefix] = ipaddr.parseCIDR(cidr)
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${family.networkAddressFromCIDR(cidr)}/${prefix}`
}

/** Whether a network, as a CIDR, has the address in it; one of IPv4 may be written as IPv6 does. */
export function contains(cidr: string, text: string): boolean {
  const address = ipaddr.process(text)
  const [base, prefix] = ipaddr.parseCIDR(cidr)
  return address.kind() === base.kind() && address.match(base, prefix)
}
