import {describe, expect, it} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {
  evaluate,
  Float,
  LazyMapping,
  omit,
  type TemplateContext,
  UndefinedVariable,
  Unsafe,
} from '../../src/template/evaluate.ts'

function contextOf(variables: Readonly<Record<string, unknown>>): TemplateContext {
  return {
    lookup: name => (Object.hasOwn(variables, name) ? {found: true, value: variables[name]} : {found: false}),
    workingDirectory: '/nonexistent',
    environment: {},
  }
}

function errorOf(value: unknown, variables: Readonly<Record<string, unknown>> = {}): HiveError {
  try {
    evaluate(value, contextOf(variables))
  } catch (error) {
    if (error instanceof HiveError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('values', () => {
  it.each([['text'], [5], [true], [null], ['{ not a template }'], [{a: ['b', 1]}]])('leaves %j as it is', value => {
    expect(evaluate(value, contextOf({}))).toEqual(value)
  })

  it('evaluates the texts in lists and mappings, but no keys', () => {
    const value = {'{{ a }}': ['{{ a }}', {b: 'x{{ a }}'}, 5]}
    expect(evaluate(value, contextOf({a: 1}))).toEqual({'{{ a }}': [1, {b: 'x1'}, 5]})
  })

  it('leaves out entries and items that are omitted', () => {
    const value = {a: '{{ omit }}', b: ['{{ missing | default(omit) }}', 'kept'], c: {d: '{{ omit }}'}}
    expect(evaluate(value, contextOf({}))).toEqual({b: ['kept'], c: {}})
  })

  it('gives the symbol for a whole value that is omitted', () => {
    expect(evaluate('{{ missing | default(omit) }}', contextOf({}))).toBe(omit)
  })

  it('leaves out what an evaluated variable omits inside', () => {
    const variables = {environment: {A: '{{ omit }}', B: 'b', C: ['{{ omit }}', 'c']}}
    expect(evaluate('{{ environment }}', contextOf(variables))).toEqual({B: 'b', C: ['c']})
  })

  it('keeps whole floats apart from integers', () => {
    const variables = {version: new Float(1), count: 1}
    expect(evaluate('app:{{ version }}-{{ count }}', contextOf(variables))).toBe('app:1.0-1')
    expect(evaluate('{{ version }}', contextOf(variables))).toEqual(new Float(1))
    expect(evaluate('{{ [version, count] }}', contextOf(variables))).toEqual([new Float(1), 1])
  })

  it('does not evaluate unsafe text', () => {
    const variables = {password: new Unsafe('a{{ b }}c')}
    expect(evaluate('{{ password }}!', contextOf(variables))).toBe('a{{ b }}c!')
  })

  it('does not evaluate the result of a template again', () => {
    expect(evaluate("{{ '{' ~ '{ a }' ~ '}' }}", contextOf({a: 1}))).toBe('{{ a }}')
  })

  it('keeps the order and the keys of a map', () => {
    const variables = {
      ports: new Map([
        [443, 'https'],
        [80, 'http'],
      ]),
    }
    expect(evaluate('{{ ports | dict2items | map(attribute="key") | list }}', contextOf(variables))).toEqual([443, 80])
  })

  it('reads dates as Python does', () => {
    const variables = {day: new Date('2020-01-02T00:00:00Z'), time: new Date('2020-01-02T03:04:05Z')}
    expect(evaluate('{{ day }}/{{ time }}/{{ day.year }}', contextOf(variables))).toBe(
      '2020-01-02/2020-01-02 03:04:05/2020',
    )
  })
})

describe('lazy mappings', () => {
  function hostvars(): {asked: string[]; mapping: LazyMapping} {
    const asked: string[] = []
    const mapping = new LazyMapping(
      key => {
        asked.push(key)
        if (key === 'broken')
          throw new HiveError('TEMPLATE_FAILED', 'no', {cause: new UndefinedVariable('x', 'why', [])})
        return key === 'web' ? {found: true, value: {port: 80, raw: '{{ kept }}'}} : {found: false}
      },
      () => ['web', 'db'],
    )
    return {asked, mapping}
  }

  it('are asked only for what a template reaches for, and their values are final', () => {
    const {asked, mapping} = hostvars()
    const template = "{{ hostvars['web'].port }}{{ hostvars.web.raw }}"
    expect(evaluate(template, contextOf({hostvars: mapping}))).toBe('80{{ kept }}')
    expect(asked).toEqual(['web', 'web'])
  })

  it('are mappings to filters and tests', () => {
    const {mapping} = hostvars()
    const template = "{{ hostvars is mapping }} {{ hostvars | list | join(',') }} {{ 'db' in hostvars }}"
    expect(evaluate(template, contextOf({hostvars: mapping}))).toBe('True web,db False')
    expect(evaluate("{{ ['web'] | map('extract', hostvars, 'port') | list }}", contextOf({hostvars: mapping}))).toEqual(
      [80],
    )
  })

  it('give undefined where the caller found something undefined', () => {
    const {mapping} = hostvars()
    expect(evaluate("{{ hostvars['broken'] | default('d') }}", contextOf({hostvars: mapping}))).toBe('d')
    expect(evaluate("{{ hostvars['none'] | default('d') }}", contextOf({hostvars: mapping}))).toBe('d')
  })
})

describe('variables', () => {
  it('are evaluated with the variables they need, at any depth', () => {
    const variables = {a: '{{ b }}-a', b: ['{{ c }}'], c: '{{ d.e }}', d: {e: 'end'}}
    expect(evaluate('{{ a }}', contextOf(variables))).toBe("['end']-a")
  })

  it('are not looked at in a branch that is not taken', () => {
    expect(evaluate("{{ 'x' if true else broken }}", contextOf({broken: '{{ 1 / 0 }}'}))).toBe('x')
  })

  it('that need something undefined are undefined themselves', () => {
    expect(evaluate("{{ a | default('d') }}", contextOf({a: 'x{{ missing }}'}))).toBe('d')
    expect(evaluate('{{ a is defined }}', contextOf({a: 'x{{ missing }}'}))).toBe(false)
  })

  it('that refer to each other in a loop are named', () => {
    const variables = {a: 'x{{ b }}', b: '{{ c }}', c: ['{{ a }}']}
    expect(errorOf('{{ a }}', variables).message).toBe(
      'The template "{{ a }}" cannot be evaluated: ' +
        "variable 'a': variable 'b': variable 'c': the variables refer to each other in a loop: a → b → c → a.",
    )
  })

  it('may be referred to twice without being a loop', () => {
    expect(evaluate('{{ a }}{{ b }}', contextOf({a: '{{ c }}', b: '{{ c }}', c: 'x'}))).toBe('xx')
  })
})

describe('errors', () => {
  it('name the template, the reason and the undefined variable', () => {
    const error = errorOf('port {{ prot }}')
    expect(error.code).toBe('TEMPLATE_FAILED')
    expect(error.message).toBe('The template "port {{ prot }}" cannot be evaluated: \'prot\' is undefined.')
    expect(error.cause).toEqual(new UndefinedVariable('prot', "'prot' is undefined", []))
  })

  it('name the attribute and the ones there are', () => {
    const error = errorOf('{{ user.nmae }}', {user: {name: 'a', uid: 5}})
    const reason = "'user' (dict) has no attribute 'nmae'"
    expect(error.cause).toEqual(new UndefinedVariable('user.nmae', reason, ['name', 'uid']))
  })

  it('name the variables on the way', () => {
    const error = errorOf('{{ a }}', {a: '{{ b }}', b: '{{ missing.c }}'})
    expect(error.message).toBe(
      "The template \"{{ a }}\" cannot be evaluated: variable 'a': variable 'b': 'missing' is undefined.",
    )
    expect(error.cause).toMatchObject({variable: 'missing'})
  })

  it.each([
    ['{{ 1', "'{{' is not closed by '}}' (line 1)"],
    ['a\n{% if x %}\n', 'the template ends where {% elif %} or {% else %} or {% endif %} was expected (line 2)'],
    ["{{ 'a' | uper }}", "there is no filter 'uper'; the nearest is 'upper'"],
    ["{{ 'a' | frobnicate }}", "there is no filter 'frobnicate'"],
    [
      "{{ {'a': 1} | json_query('a') }}",
      "the filter 'json_query' is not supported; use selectattr, map and attribute access instead",
    ],
    [
      "{{ lookup('url', 'http://x') }}",
      /^the lookup 'url' is not supported; supported are cartesian, dict, env, file, .*, vars$/,
    ],
    ["{% include 'x' %}", '{% include %} is not supported here (line 1)'],
    ['{{ range(1000000000) | list }}', 'a range of 1000000000 numbers is too large'],
    ['{{ [1] * 1000000000 }}', '1000000000 repetitions are too many'],
    ["{{ 'x' * 9000000 * 900 }}", 'it is nested too deeply, or a result is too large'],
    [`{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`, 'it is nested too deeply, or a result is too large'],
    ['x{{ omit }}', '`omit` leaves out a whole value and cannot be part of a longer text'],
    ['{{ [2 ** 64] }}', 'the integer 18446744073709551616 is too large to be kept exactly; quote it'],
  ])('say of %j what is wrong', (template, reason) => {
    const [, given] = /cannot be evaluated: (.*)\.$/s.exec(errorOf(template).message) ?? []
    if (typeof reason === 'string') expect(given).toBe(reason)
    else expect(given).toMatch(reason)
  })

  it('shorten a long template', () => {
    const error = errorOf(`{{ missing }}${'x'.repeat(1000)}`)
    expect(error.message).toHaveLength(
      'The template "{{ missing }}" cannot be evaluated: \'missing\' is undefined.'.length + 288,
    )
  })

  it('do not quote what a template reads', () => {
    expect(errorOf('{{ password | from_json }}', {password: 'hunter2'}).message).not.toContain('hunter2')
  })
})
