import {describe, expect, it} from 'vitest'
import {evaluate} from '../../src/template/evaluate.ts'

/** The differences from Ansible that are known and meant, each with its reason. Everything else is a bug. */
describe('differs from Ansible in that', () => {
  const context = {lookup: () => ({found: false}), workingDirectory: '/nonexistent', environment: {}}
  const value = (template: string) => evaluate(template, context)

  it('omitted items of lists are left out: Ansible passes on a placeholder text', () => {
    expect(value("{{ ['a', omit] }}")).toEqual(['a'])
  })

  it('omit inside a longer text is an error: Ansible passes on a placeholder text', () => {
    expect(() => value('a{{ omit }}')).toThrow(/cannot be part of a longer text/)
  })

  it('putting out a function is an error: Ansible writes the address of an object', () => {
    expect(() => value("{{ 'a'.upper }}")).toThrow(/'upper' is a function; its result is 'upper\(\)'/)
  })

  it('putting out the variable loop is an error: Ansible consumes the loop', () => {
    expect(() => value('{% for x in [1] %}{{ loop }}{% endfor %}')).toThrow(/'loop' is no value by itself/)
  })

  it('an undefined value inside a list that becomes text is an error: Ansible writes its description', () => {
    expect(() => value("{{ [missing] ~ '' }}")).toThrow(/'missing' is undefined/)
  })

  it('an expression of constants that is undefined is an error: Ansible leaves the template as it is', () => {
    expect(() => value("{{ {'a': 1}['b'] and true }}")).toThrow(/has no attribute 'b'/)
  })

  it("Jinja2's own filters and tests may be written with a collection: Ansible knows only its own", () => {
    expect(value("{{ 'a' | ansible.builtin.upper }}")).toBe('A')
    expect(value('{{ missing is ansible.builtin.defined }}')).toBe(false)
  })

  it('asking for a filter or test that does not exist is answered: Ansible fails', () => {
    expect(value("{{ 'nosuch' is filter }}")).toBe(false)
  })

  it('attributes such as __class__ are an error', () => {
    expect(() => value("{{ 'a'.__class__ }}")).toThrow(/'__class__' of str is not supported/)
  })

  it('the filters vault, unvault, json_query, urlize and pprint are an error', () => {
    for (const name of ['vault', 'unvault', 'json_query', 'urlize', 'pprint']) {
      expect(() => value(`{{ 'a' | ${name}('b') }}`)).toThrow(new RegExp(`the filter '${name}' is not supported`))
    }
  })

  it('including, importing and extending templates is an error', () => {
    for (const tag of ["include 'a'", "import 'a' as b", "from 'a' import b", "extends 'a'", 'autoescape true']) {
      expect(() => value(`{% ${tag} %}`)).toThrow(/is not supported here/)
    }
  })

  it('keys of plain mappings that read as integers come first: JavaScript orders them so', () => {
    const variables = {lookup: () => ({found: true, value: {b: 1, 1: 2}}), workingDirectory: '/', environment: {}}
    expect(evaluate('{{ x | list | join }}', variables)).toBe('1b')
  })
})
