import {Flags} from '@oclif/core'
import {HiveCommand} from '../../command.ts'
import {type Consumer, consumersOf} from '../../proxy/consumer/consumers.ts'
import {siteExceptions} from '../../proxy/exceptions/names.ts'
import {proxyUrl} from '../../proxy/proxy-url.ts'
import {withoutPassword} from '../../variables/without-password.ts'

export default class ProxyShow extends HiveCommand {
  static override summary = 'Print what each kind of client has to be told about the proxy of the stage.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --proxy proxy.example.com:3128',
  ]
  static override flags = {
    proxy: Flags.string({summary: 'HOST:PORT; what "hive set http_proxy" says if left out.'}),
  }

  async run(): Promise<readonly Consumer[]> {
    const {flags} = await this.parse(ProxyShow)
    const site = await this.site(flags)
    const proxy = proxyUrl(flags.proxy ?? site.settings.http_proxy ?? 'PROXY:3128')
    const consumers = consumersOf(withoutPassword(proxy), siteExceptions(site))
    for (const {name, where, lines} of consumers) this.log(`# ${name}: ${where}\n${lines.join('\n')}\n`)
    return consumers
  }
}
