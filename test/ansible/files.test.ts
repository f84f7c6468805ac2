import {describe, expect, it} from 'vitest'
import {configFile, mergeSections} from '../../src/ansible/config-file.ts'
import {parseEvents} from '../../src/ansible/events.ts'
import {inventoryFile} from '../../src/ansible/inventory-file.ts'
import {playResults} from '../../src/ansible/play-results.ts'
import {playbookFile} from '../../src/ansible/playbook-file.ts'

describe('inventoryFile', () => {
  it('has every object with its variables once, and every group by name', () => {
    const text = inventoryFile(
      {
        _meta: {hostvars: {web: {port: '{{ 80 }}'}, image_web: {ansible_host: 'x'}}},
        all: {children: ['ungrouped', 'services', 'hosts']},
        services: {hosts: ['web']},
        hosts: {children: ['servers']},
      },
      {image_web: {ansible_host: 'container'}},
    )
    expect(JSON.parse(text)).toEqual({
      all: {
        hosts: {web: {port: '{{ 80 }}'}, image_web: {ansible_host: 'container'}},
        children: {
          services: {hosts: {web: {}}, children: {}},
          hosts: {hosts: {}, children: {servers: {}}},
        },
      },
    })
  })
})

describe('configFile', () => {
  it('writes sections, the later ones first heard', () => {
    const sections = mergeSections(
      {defaults: {forks: 5, library: 'lib'}},
      {defaults: {forks: 1}, connection: {x: true}},
    )
    expect(configFile(sections)).toMatchInlineSnapshot(`
      "[defaults]
      forks = 1
      library = lib

      [connection]
      x = true
      "
    `)
  })
})

describe('playbookFile', () => {
  it('applies one role after the other', () => {
    expect(JSON.parse(playbookFile({objects: ['image_web'], roles: ['a', 'b'], environment: {X: '1'}}))).toEqual([
      {
        name: 'Roles of image_web',
        hosts: ['image_web'],
        gather_facts: false,
        environment: {X: '1'},
        tasks: [
          {name: 'role a', include_role: {name: 'a'}},
          {name: 'role b', include_role: {name: 'b'}},
        ],
      },
    ])
  })
})

describe('parseEvents', () => {
  it('reads complete lines and leaves out what a kill cut off', () => {
    const recap = {type: 'recap', hosts: {web: {ok: 3, changed: 1, failures: 0, unreachable: 0, skipped: 2}}}
    expect(parseEvents(`${JSON.stringify(recap)}\n{"type":"fai`)).toEqual([
      {type: 'recap', hosts: {web: {ok: 3, changed: 1, failures: 0, unreachable: 0}}},
    ])
  })
})

describe('playResults', () => {
  const counts = {ok: 0, changed: 0, failures: 0, unreachable: 0}

  it('tells each object its own', () => {
    const results = playResults(
      ['web', 'db', 'mail', 'gone'],
      [
        {type: 'changed', host: 'web', task: 'greet'},
        {type: 'failed', host: 'db', task: 'greet', path: '/roles/a/tasks/main.yml:3', message: 'no room'},
        {type: 'failed', host: 'mail', task: 'rescued', path: '', message: 'a block went on'},
        {
          type: 'recap',
          hosts: {
            web: {...counts, ok: 3, changed: 1},
            db: {...counts, ok: 1, failures: 1},
            mail: {...counts, ok: 2},
            gone: {...counts, unreachable: 1},
          },
        },
      ],
    )
    expect(Object.fromEntries(results)).toEqual({
      web: {ok: 2, changed: 1, changedTasks: ['greet']},
      db: {
        ok: 1,
        changed: 0,
        changedTasks: [],
        failure: 'Task "greet" (/roles/a/tasks/main.yml:3) failed for db: no room',
      },
      mail: {ok: 2, changed: 0, changedTasks: []},
      gone: {ok: 0, changed: 0, changedTasks: [], failure: 'A task failed for gone: it gave no reason.'},
    })
  })
})
