/**
 * Text that stays text even when it reads as a list, mapping or boolean. Ansible marks the results of `string`,
 * `to_json`, `to_yaml` and their relatives so.
 */
export class NativeText {
  readonly typeName = 'NativeJinjaText'
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
