/** A value tagged `!vault`: hive can not open it, but passes it on to ansible-playbook, which can. */
export class VaultText {
  readonly ciphertext: string

  constructor(ciphertext: string) {
    this.ciphertext = ciphertext
  }
}
