import {Instance} from './instance.ts'

class None extends Instance {
  readonly typeName = 'NoneType'

  override identity(): string {
    return 'None'
  }

  override isTrue(): boolean {
    return false
  }

  override repr(): string {
    return 'None'
  }
}

/** Python's `None`. It is no `null`, so that `??` tells "nothing there" from "None there". */
export const none: Instance = new None()
