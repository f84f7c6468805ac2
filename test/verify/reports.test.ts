import {expect, test} from 'vitest'
import {junitXml} from '../../src/verify/report/junit.ts'
import {tapLines} from '../../src/verify/report/tap.ts'
import {verifyLines} from '../../src/verify/report/terminal.ts'
import type {VerifyReport} from '../../src/verify/verify-site.ts'

const report: VerifyReport = {
  site: 'shop.example',
  stage: 'staging',
  outcome: 'failed',
  passed: 3,
  failed: 1,
  seconds: 1.25,
  checks: [
    {group: 'services', title: 'Service web has converged', outcome: 'passed', seconds: 0},
    {
      group: 'ports',
      title: 'Service web answers on port 8080/tcp',
      where: 'inventory/services.yml:4',
      outcome: 'failed',
      seconds: 0.5,
      message: 's-hive0 refuses "it" & <more>.\ns-hive1 too.',
    },
    {group: 'ports', title: 'nothing #else', outcome: 'passed', seconds: 0.25},
    {
      group: 'backup-tools',
      title: 'Backup db/dump is there',
      outcome: 'passed',
      note: 'of 3 hours & <12> bytes',
      seconds: 0,
    },
  ],
}

test('TAP tells each check on a line and explains what failed', () => {
  expect(tapLines(report).join('\n')).toMatchInlineSnapshot(`
    "TAP version 14
    1..4
    ok 1 - services: Service web has converged
    not ok 2 - ports: Service web answers on port 8080/tcp
      ---
      message: |-
        s-hive0 refuses "it" & <more>.
        s-hive1 too.
      at: inventory/services.yml:4
      seconds: 0.5
      ...
    ok 3 - ports: nothing \\#else
    ok 4 - backup-tools: Backup db/dump is there
      ---
      note: of 3 hours & <12> bytes
      ..."
  `)
})

test('JUnit has a suite for each group and the line of the inventory with each failure', () => {
  expect(junitXml(report)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="shop.example staging" tests="4" failures="1" time="1.25">
      <testsuite name="services" tests="1" failures="0">
        <testcase classname="services" name="Service web has converged" time="0"/>
      </testsuite>
      <testsuite name="ports" tests="2" failures="1">
        <testcase classname="ports" name="Service web answers on port 8080/tcp" file="inventory/services.yml" line="4" time="0.5"><failure message="s-hive0 refuses &quot;it&quot; &amp; &lt;more&gt;.">inventory/services.yml:4
    s-hive0 refuses &quot;it&quot; &amp; &lt;more&gt;.
    s-hive1 too.</failure></testcase>
        <testcase classname="ports" name="nothing #else" time="0.25"/>
      </testsuite>
      <testsuite name="backup-tools" tests="1" failures="0">
        <testcase classname="backup-tools" name="Backup db/dump is there" time="0"><system-out>of 3 hours &amp; &lt;12&gt; bytes</system-out></testcase>
      </testsuite>
    </testsuites>
    "
  `)
})

test('a person sees counts, then all about what failed, then the verdict', () => {
  expect(verifyLines(report, (_, text) => text, false).join('\n')).toMatchInlineSnapshot(`
    "services: 1 of 1
    ports: 1 of 2
    backup-tools: 1 of 1

    FAILS  Service web answers on port 8080/tcp.  inventory/services.yml:4
           s-hive0 refuses "it" & <more>.
           s-hive1 too.

    3 passed, 1 failed in 1.3 s"
  `)
})

test('what holds is told on demand, with what is worth knowing', () => {
  expect(verifyLines(report, (_, text) => text, true).join('\n')).toMatchInlineSnapshot(`
    "services: 1 of 1
    ports: 1 of 2
    backup-tools: 1 of 1

    holds  Service web has converged.
    FAILS  Service web answers on port 8080/tcp.  inventory/services.yml:4
           s-hive0 refuses "it" & <more>.
           s-hive1 too.

    holds  nothing #else.
    holds  Backup db/dump is there.  of 3 hours & <12> bytes
    3 passed, 1 failed in 1.3 s"
  `)
})
