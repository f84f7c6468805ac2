import {Args, Flags} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {openShell} from '../project/open-shell.ts'

export default class Ssh extends HiveCommand {
  static override summary = 'Log in to a host, or run a command on it.'
  static override description = 'Without --ssh-host it is the last host, which is normally the repository server.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --ssh-host p-hive0.example -- docker ps',
    '<%= config.bin %> <%= command.id %> --forward-zabbix',
  ]
  static override enableJsonFlag = false
  static override strict = false
  static override args = {command: Args.string({ignoreStdin: true, description: 'What to run there, behind --.'})}
  static override flags = {
    'ssh-host': Flags.string({char: 't', summary: 'Name of the host.', helpValue: 'HOST'}),
    'forward-zabbix': Flags.boolean({char: 'z', summary: "Reach the host's Zabbix here.", aliases: ['foward-zabbix']}),
    'forward-zabbix-port': Flags.integer({
      char: 'Z',
      summary: 'Local port of Zabbix; default: 10052.',
      aliases: ['foward-zabbix-port'],
      helpValue: 'PORT',
    }),
    'port-forwarding': Flags.string({
      char: 'L',
      summary: 'Forward a local port, as ssh -L does.',
      helpValue: 'PORT:HOST:PORT',
    }),
  }

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(Ssh)
    const settings = await this.settings(flags, {
      ssh_host: flags['ssh-host'],
      foward_zabbix: flags['forward-zabbix'],
      foward_zabbix_port: flags['forward-zabbix-port'],
      port_forwarding: flags['port-forwarding'],
    })
    process.exitCode = await openShell(settings, argv.map(String))
  }
}
