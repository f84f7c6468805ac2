import {expect, test} from 'vitest'
import type {Change} from '../../src/change.ts'
import {formatPlan} from '../../src/plan/plan-format.ts'
import type {PhaseReport} from '../../src/reporter/event.ts'

const site = {name: 'shop.example', stage: 'production'} as const

function report(phase: PhaseReport['phase'], changes: readonly Change[]): PhaseReport {
  return {phase, checkMode: true, outcome: changes.length > 0 ? 'would-change' : 'ok', seconds: 1, targets: [], changes}
}

const phases = [
  report('build-infra', [{id: 'machine:p-hive9', action: 'remove', details: ['not wanted']}]),
  report('setup-hosts', [
    {id: 'file:/etc/motd', action: 'update', host: 'p-hive0', details: [], diff: '-old\n+```\n+/close\n'},
  ]),
  report('build-volumes', []),
  report('deploy-services', [
    {id: 'service:web', action: 'create', details: ['image: web@sha256:1'], where: 'inventory/services.yml:3'},
    {id: 'service:db', action: 'replace', details: ['mode: replicated -> global']},
  ]),
]

test('counts for a terraform report: what is replaced is removed and made', () => {
  expect(formatPlan('terraform', site, {reports: phases, unseen: []})).toBe('{"create":2,"update":1,"delete":2}')
})

test('Markdown keeps all that came from elsewhere in code', () => {
  expect(formatPlan('markdown', site, {reports: phases, unseen: []})).toMatchInlineSnapshot(`
    "### hive plan: stage \`production\` of \`shop.example\`

    **2** to create, **1** to update, **2** to remove.

    <details><summary>build-infra: 1 change</summary>

    \`\`\`diff
    - remove machine:p-hive9
        not wanted
    \`\`\`

    </details>

    <details><summary>setup-hosts: 1 change</summary>

    \`\`\`\`diff
    ! update file:/etc/motd on p-hive0
        -old
        +\`\`\`
        +/close
    \`\`\`\`

    </details>

    <details><summary>deploy-services: 2 changes</summary>

    \`\`\`diff
    ! replace service:db
        mode: replicated -> global
    + create service:web (inventory/services.yml:3)
        image: web@sha256:1
    \`\`\`

    </details>"
  `)
})

test('Markdown names the phases that run without having been looked at', () => {
  const reports = [report('build-infra', [{id: 'machine:p-hive0', action: 'create', details: []}])]
  expect(formatPlan('markdown', site, {reports, unseen: ['setup-hosts', 'build-images']})).toContain(
    '\n\n**1** to create, **0** to update, **0** to remove.\n\n' +
      'Then `setup-hosts`, `build-images` for the first time: that cannot be looked at yet.\n\n<details>',
  )
})

test('Markdown of a plan that changes nothing says so', () => {
  expect(formatPlan('markdown', site, {reports: [report('build-infra', [])], unseen: []})).toBe(
    '### hive plan: stage `production` of `shop.example`\n\nNo changes.',
  )
})

test('Markdown too long for a note is cut down to counts', () => {
  const details = ['x'.repeat(70_000)]
  expect(
    formatPlan('markdown', site, {reports: [report('setup-hosts', [{id: 'a', action: 'run', details}])], unseen: []}),
  ).toBe(
    `### hive plan: stage \`production\` of \`shop.example\`

**0** to create, **1** to update, **0** to remove.

The plan is too long to be shown here; the job's log and artifact have all of it.

- setup-hosts: 1 change`,
  )
})

test('JSON is the reports of the phases', () => {
  expect(JSON.parse(formatPlan('json', site, {reports: phases, unseen: []}))).toEqual({phases, unseen: []})
})
