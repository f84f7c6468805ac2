/** Text with a mark that only matters where it is put out or added to other text. */
export abstract class MarkedText {
  abstract readonly typeName: string
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/**
 * Text that stays text even when it reads as a list, mapping or boolean. Ansible marks the results of `string`,
 * `to_json`, `to_yaml` and their relatives so.
 */
export class NativeText extends MarkedText {
  readonly typeName = 'NativeJinjaText'
}

/** Text that is escaped for HTML, as `escape` and `safe` give it: what is added to it is escaped too. */
export class Markup extends MarkedText {
  readonly typeName = 'Markup'
}
