/** Names of labels that ask for a virtual address (role follow-swarm-service), of those given. */
export function virtualAddressLabels(labels: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(labels).filter(name => /^HIVE_VIP[0-5]?(_V6)?$/.test(name))
}
