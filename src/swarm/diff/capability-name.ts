/** One spelling for a capability: the kernel's, `CAP_NET_ADMIN`. `ALL` has no prefix. */
export function capabilityName(text: string): string {
  const name = text.toUpperCase()
  return name === 'ALL' || name.startsWith('CAP_') ? name : `CAP_${name}`
}
