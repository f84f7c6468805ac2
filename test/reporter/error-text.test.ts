import {describe, expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {errorJson, errorText} from '../../src/reporter/error-text.ts'

const refused = new HiveError('HOST_UNREACHABLE', 'Host web1 (10.0.0.5) refused SSH as admin.', {
  cause: new Error('All configured authentication methods failed'),
  suggestions: ['Check the key of web1.'],
})

describe('an error', () => {
  test('of the user is a sentence, its cause and what to do', () => {
    expect(errorText(refused, {debug: false})).toMatchInlineSnapshot(`
      "Error: Host web1 (10.0.0.5) refused SSH as admin.
      Caused by: All configured authentication methods failed
      Try this: Check the key of web1.
      Code: HOST_UNREACHABLE
      "
    `)
  })

  test('does not repeat a cause that is part of the sentence', () => {
    const error = new HiveError('CONTEXT_INVALID', 'a.json: not JSON.', {cause: new Error('not JSON')})
    expect(errorText(error, {debug: false})).toMatchInlineSnapshot(`
      "Error: a.json: not JSON.
      Code: CONTEXT_INVALID
      "
    `)
  })

  test('of hive says so, without a stack', () => {
    expect(errorText(new TypeError('x is not a function'), {debug: false})).toMatchInlineSnapshot(`
      "Error: hive itself failed: x is not a function
      This is a fault of hive, not of your site. Running the same command again is safe.
      Please report it as CONTRIBUTING.md says, with the output of the same command under DEBUG=hive.
      "
    `)
  })

  test('shows the stack to whoever debugs', () => {
    const text = errorText(new TypeError('x is not a function'), {debug: true})
    expect(text).toMatch(/TypeError: x is not a function\n {4}at .*error-text\.test\.ts/)
  })

  test('has a code under --json', () => {
    expect(errorJson(refused)).toEqual({
      error: {
        code: 'HOST_UNREACHABLE',
        message: 'Host web1 (10.0.0.5) refused SSH as admin.',
        suggestions: ['Check the key of web1.'],
      },
    })
    expect(errorJson(new TypeError('x'))).toEqual({error: {code: 'BUG', message: 'x', suggestions: []}})
  })
})
