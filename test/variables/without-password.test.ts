import {expect, test} from 'vitest'
import {withoutPassword} from '../../src/variables/without-password.ts'

test.each([
  ['hive:secret@proxy.test:3128', 'hive:***@proxy.test:3128'],
  ['http://hive:secret@proxy.test:3128', 'http://hive:***@proxy.test:3128'],
  ['proxy.test:3128', 'proxy.test:3128'],
  ['see http://proxy.test:3128/a@b', 'see http://proxy.test:3128/a@b'],
])('%j is shown as %j', (text, shown) => {
  expect(withoutPassword(text)).toBe(shown)
})
