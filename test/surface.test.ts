import {resolve} from 'node:path'
import {Config} from '@oclif/core'
import {expect, test} from 'vitest'

/** What users and scripts rely on: it changes on purpose or not at all. */
test('the command line offers these commands, arguments and options', async () => {
  const config = await Config.load({root: resolve('.')})
  const lines = config.commands
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .filter(command => command.pluginName?.startsWith('@hive-ci/'))
    .map(command => {
      const args = Object.values(command.args).map(arg => (arg.required ? arg.name : `[${arg.name}]`))
      const flags = Object.entries(command.flags)
        .filter(([, flag]) => flag.helpGroup !== 'GLOBAL')
        .map(([name, flag]) =>
          [flag.char && `-${flag.char}`, `--${name}`, flag.type === 'option' && '='].filter(Boolean),
        )
      return [command.id, ...args, ...flags.map(parts => parts.join(' ').replace(' =', '='))].join('\n    ')
    })
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "all
        -S --start-phase=
        --break-lock
        --lock-timeout=
        --images-of=
    apply
        file
        --break-lock
        --lock-timeout=
    backup
        -l --limit-target=
        --list
        --drill
    build-images
        -l --limit-target=
        -C --check-mode
        --shell=
        --break-lock
        --lock-timeout=
    build-infra
        -l --limit-target=
        -C --check-mode
        -D --destroy
        -H --halt
        --break-lock
        --lock-timeout=
    build-networks
        -C --check-mode
        --prune
        --break-lock
        --lock-timeout=
    build-volumes
        -l --limit-target=
        -x --limit-server=
        -D --destroy
        -C --check-mode
        --break-lock
        --lock-timeout=
    ci:doctor
        --wait=
    ci:lint
        [file]
        --merged=
    ci:render
        [name]
        --input=
        --bundle
        --server=
    complete
    completion
        shell
    context:pull
        --break-lock
        --lock-timeout=
        --force
    context:push
        --break-lock
        --lock-timeout=
    context:show
    deploy-services
        -l --limit-target=
        -C --check-mode
        -D --destroy
        --prune
        --break-lock
        --lock-timeout=
    deployments
        --previous
    get-install-dir
    gitlab:note
        [file]
        --key=
        --merge-request=
    gitlab:setup
        --plan
        --apply
        --file=
        --values=
    init
    initialize-services
        -l --limit-target=
        -C --check-mode
        --break-lock
        --lock-timeout=
    install-collection
    inventory
        --list
        --resolved
        --host=
    list-hosts
    list-services
    list-volumes
    mirror:check
        --parallel=
    mirror:plan
        --update
        --parallel=
    mirror:run
        --dry-run
        --update
        --retry
        --parallel=
    offline:certify
    offline:down
        --data
        --dry-run
    offline:export
        file
    offline:freeze
    offline:import
        file
        --port=
        --set
        --replace
    offline:record
    offline:status
    offline:thaw
    offline:up
        --port=
        --upstream=
        --set
    plan
        --out=
        --annotations=
        --format=
    proxy:analyze
        log
    proxy:check
        --url=
    proxy:explain
        url
        --as=
        --proxy=
        --no-proxy=
    proxy:show
        --proxy=
    restore
        -l --limit-target=
        --from=
        -y --yes
    schema
        [file]
    set
        name
        value
    setup-bash-completion
    setup-hosts
        -l --limit-target=
        -T --tags=
        -C --check-mode
        --break-lock
        --lock-timeout=
    ssh
        [command]
        -t --ssh-host=
        -z --forward-zabbix
        -Z --forward-zabbix-port=
        -L --port-forwarding=
    status
        --drift
    test
        --wait=
        --junit=
        --annotations=
        --tap"
  `)
})

test('every command has the global options, a summary and, unless it is hidden, examples', async () => {
  const config = await Config.load({root: resolve('.')})
  const own = config.commands.filter(command => command.pluginName?.startsWith('@hive-ci/'))
  const lacking = own.filter(command => {
    const globals = Object.entries(command.flags).filter(([, flag]) => flag.helpGroup === 'GLOBAL')
    return globals.length < 7 || !command.summary?.endsWith('.') || (!command.hidden && !command.examples?.length)
  })
  expect(lacking.map(command => command.id)).toEqual([])
})

test('no argument is taken from standard input, which belongs to what a command works on', async () => {
  const config = await Config.load({root: resolve('.')})
  const own = config.commands.filter(command => command.pluginName?.startsWith('@hive-ci/'))
  const taken = await Promise.all(
    own.map(async command => {
      const {args} = await command.load()
      return Object.entries(args).flatMap(([name, arg]) => (arg.ignoreStdin ? [] : [`${command.id} ${name}`]))
    }),
  )
  expect(taken.flat()).toEqual([])
})
