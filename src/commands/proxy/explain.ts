import {Args, Flags} from '@oclif/core'
import {HiveCommand} from '../../command.ts'
import {findClient} from '../../proxy/client/find.ts'
import {clients} from '../../proxy/client/table.ts'
import {proxyVariables} from '../../proxy/consumer/consumers.ts'
import {goList} from '../../proxy/exceptions/list.ts'
import {siteExceptions} from '../../proxy/exceptions/names.ts'
import {type Explanation, explain} from '../../proxy/explain/explain.ts'
import {parseRequest} from '../../proxy/explain/request.ts'
import {proxyUrl} from '../../proxy/proxy-url.ts'
import {tableLines} from '../../reporter/table.ts'
import {withoutPassword} from '../../variables/without-password.ts'

interface Explained extends Explanation {
  readonly client: string
}

export default class ProxyExplain extends HiveCommand {
  static override summary = 'Tell which way a request goes, through the proxy or directly, and why.'
  static override description =
    'Each kind of client decides by rules of its own. Without --as, all whose rules are known are told.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> http://p-hive3.example:5000/v2/',
    '<%= config.bin %> <%= command.id %> https://10.1.2.3/ --as apt --no-proxy 10.0.0.0/8',
  ]
  static override args = {
    url: Args.string({ignoreStdin: true, required: true, description: 'URL, or HOST[:PORT] for https.'}),
  }
  static override flags = {
    as: Flags.string({summary: 'Client, e.g. curl, git, wget, apt, dnf, docker, python, pip, node, npm, java.'}),
    proxy: Flags.string({summary: 'HOST:PORT; what "hive set http_proxy" says if left out.'}),
    'no-proxy': Flags.string({summary: 'List of exceptions to try; the one hive computes if left out.'}),
  }

  async run(): Promise<readonly Explained[]> {
    const {args, flags} = await this.parse(ProxyExplain)
    const request = parseRequest(args.url)
    const asked = flags.as === undefined ? clients : [findClient(flags.as)]
    const site = await this.site(flags)
    const proxy = withoutPassword(proxyUrl(flags.proxy ?? site.settings.http_proxy ?? 'PROXY:3128'))
    const list = flags['no-proxy'] ?? goList(siteExceptions(site))
    const environment = {...proxyVariables(proxy, list), NODE_USE_ENV_PROXY: '1'}
    const answers = asked.map(client => ({client: client.name, ...explain(client, environment, request)}))
    const columns = ['CLIENT', 'WAY', 'WHY'].map(title => ({title, align: 'left'}) as const)
    const rows = answers.map(({client, way, because}) => [client, way, because])
    for (const line of tableLines(columns, rows, Number.POSITIVE_INFINITY)) this.log(line)
    return answers
  }
}
