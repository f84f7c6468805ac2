import {describe, expect, it} from 'vitest'
import {compile} from '../../src/engine/compile.ts'
import {HiveError} from '../../src/error.ts'
import {command, file, packages, service} from '../../src/resource/index.ts'
import {prelude} from '../../src/shell/prelude.ts'
import {secret} from '../../src/shell/secret.ts'
import {raw, sh} from '../../src/shell/sh.ts'
import {shellcheck} from '../conformance/shellcheck.ts'

const config = file('/etc/chrony.conf', {content: "server it's.example iburst\n"})
const timeSync = {
  role: 'time-sync',
  resources: [packages('chrony'), config, service('chronyd', {enabled: true, running: true, restartedBy: [config]})],
}
const apply = {checkMode: false}

describe('a program', () => {
  const {shell, steps} = compile([timeSync], apply)

  it('is the prelude and a step for each resource', () => {
    expect(shell.text.replace(prelude, '<prelude>')).toMatchInlineSnapshot(`
      "# Brings about time-sync.
      # shellcheck shell=sh disable=SC2016,SC2234,SC2317
      hive_main() {
      hive_checking='' hive_state='/var/lib/hive' hive_runtime='/run'
      <prelude>
      printf '{"type":"started","pid":%s}\\n' "$$"

      # ---- time-sync

      # packages:chrony
      check() {
      hive_has_packages 'chrony'
      }
      apply() {
      hive_add_packages 'chrony'
      }
      show() {
      printf -- '+%s\\n' 'chrony'
      }
      hive_step '"role":"time-sync","id":"packages:chrony"' '1800' '' ''

      # file:/etc/chrony.conf
      content() {
      printf %s 'server it'\\''s.example iburst
      '
      }
      check() {
      [ -f '/etc/chrony.conf' ] && [ ! -L '/etc/chrony.conf' ] && hive_is_like '/etc/chrony.conf' '644' 'root' 'root' && content | cmp -s - '/etc/chrony.conf'
      }
      apply() {
      hive_write '/etc/chrony.conf' '644' 'root' 'root' content
      }
      show() {
      hive_show_like '/etc/chrony.conf' '644' 'root' 'root'; content | hive_compare '/etc/chrony.conf'
      }
      hive_step '"role":"time-sync","id":"file:/etc/chrony.conf"' '600' 'time-sync.service-chronyd.46fafab9da1d' ''

      # service:chronyd
      check() {
      hive_service_is 'chronyd' 'yes' 'yes'
      }
      apply() {
      hive_make_service 'chronyd' 'yes' 'yes'
      }
      show() {
      hive_show_service 'chronyd' 'yes' 'yes'
      }
      hive_step '"role":"time-sync","id":"service:chronyd"' '600' '' ''
      react() {
      hive_restart 'chronyd' restart
      }
      hive_reaction '"role":"time-sync","id":"service:chronyd"' '600' 'time-sync.service-chronyd.46fafab9da1d'
      hive_section_end '"time-sync"'

      printf '{"type":"ended"}\\n'
      }
      hive_main </dev/null
      "
    `)
  })

  it('has the same bytes every time', () => expect(compile([timeSync], apply).shell.text).toBe(shell.text))

  it('tells its steps in order', () => {
    expect(steps).toEqual([
      {role: 'time-sync', id: 'packages:chrony', needsReconnect: false},
      {role: 'time-sync', id: 'file:/etc/chrony.conf', needsReconnect: false},
      {role: 'time-sync', id: 'service:chronyd', needsReconnect: false},
    ])
  })

  it('is the same in check mode but for the heading and the switch', () => {
    const looking = compile([timeSync], {checkMode: true}).shell.text
    expect(looking.replace('# Looks at', '# Brings about').replace("hive_checking='yes'", "hive_checking=''")).toBe(
      shell.text,
    )
  })

  it('passes shellcheck', () => expect(shellcheck(shell.text)).toBe(''))

  it('knows the secrets it holds', () => {
    const password = secret('s3cret')
    const resources = [
      file('/etc/key', {content: password}),
      command('login', {check: raw(':'), apply: sh`login ${password}`}),
    ]
    expect(new Set(compile([{role: 'a', resources}], apply).shell.secrets)).toEqual(new Set([password]))
  })

  it('cannot be broken out of by an id', () => {
    const name = 'x\n}; touch /tmp/owned #\'"$(id)'
    const program = compile([{role: name, resources: [command(name, {check: raw(':'), apply: raw(':')})]}], apply)
    expect(shellcheck(program.shell.text)).toBe('')
    expect(program.shell.text).not.toMatch(/^\}; touch/m)
  })
})

describe('what makes no program', () => {
  const failure = (resources: Parameters<typeof compile>[0][number]['resources']) => {
    try {
      compile([{role: 'r', resources}], apply)
      return 'a program'
    } catch (error) {
      return error instanceof HiveError ? `${error.code}: ${error.message}` : error
    }
  }

  it('is an id used twice', () => {
    expect(failure([config, config])).toBe(
      'EXTENSION_INVALID: Role r has the resource file:/etc/chrony.conf twice; ids should be unique.',
    )
  })

  it('is a resource that waits for one behind it', () => {
    expect(failure([service('chronyd', {restartedBy: [config]}), config])).toBe(
      'EXTENSION_INVALID: Role r: service:chronyd waits for file:/etc/chrony.conf, which does not stand before it.',
    )
  })
})
