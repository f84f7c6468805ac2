/** The groups of an inventory and who is in them, both in the order they were added. */
export class GroupTree {
  readonly #groups = new Map<string, {readonly hosts: Set<string>; readonly children: Set<string>}>()

  add(group: string): void {
    if (!this.#groups.has(group)) this.#groups.set(group, {hosts: new Set(), children: new Set()})
  }

  addChild(parent: string, child: string): void {
    this.add(parent)
    this.add(child)
    this.#groups.get(parent)?.children.add(child)
  }

  addHost(group: string, host: string): void {
    this.add(group)
    this.#groups.get(group)?.hosts.add(host)
  }

  names(): readonly string[] {
    return [...this.#groups.keys()]
  }

  has(group: string): boolean {
    return this.#groups.has(group)
  }

  /** Hosts that were put into the group itself. */
  hosts(group: string): readonly string[] {
    return [...(this.#groups.get(group)?.hosts ?? [])]
  }

  children(group: string): readonly string[] {
    return [...(this.#groups.get(group)?.children ?? [])]
  }

  /** Groups that are in no other group: the children of `all`. */
  topLevel(): readonly string[] {
    const inner = new Set([...this.#groups.values()].flatMap(({children}) => [...children]))
    return this.names().filter(name => !inner.has(name))
  }

  /** Hosts of the group and of the groups in it. */
  members(group: string): readonly string[] {
    return [...new Set([...this.hosts(group), ...this.children(group).flatMap(child => this.members(child))])]
  }

  /** Every group the host is in, those around them included, without `all`. */
  groupsOf(host: string): readonly string[] {
    return this.names().filter(group => this.members(group).includes(host))
  }

  /** Distance from `all`: a group that is in no other has 1. */
  depth(group: string): number {
    const parents = this.names().filter(name => this.children(name).includes(group))
    return 1 + Math.max(0, ...parents.map(parent => this.depth(parent)))
  }
}
