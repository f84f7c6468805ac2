import {programCommand} from '../../engine/privilege.ts'
import {HiveError} from '../../error.ts'
import type {Session} from '../../session.ts'
import {type Shell, sh} from '../../shell/sh.ts'
import type {Host, Site} from '../../site/site.ts'
import {proxyVariables} from '../consumer/consumers.ts'
import {goList} from '../exceptions/list.ts'
import {siteExceptions} from '../exceptions/names.ts'

/** Below /run, so that it does not survive a boot; sorts last among hive's own. */
const directory = '/run/systemd/system/docker.service.d'
const dropIn = `${directory}/zz-hive-proxy.conf`

/**
 * Lets a host's engine pull through the mother's proxy while `work` runs, if `isNeeded`. An engine reads its proxy when it
 * starts, so it is restarted before and after, with all that runs on it. What a run that died left is put away in any case.
 * An engine with a proxy of its own is left alone. Throws HOST_FAILED.
 */
export async function withEngineProxy<T>(
  session: Session,
  host: Host,
  isNeeded: () => Promise<boolean>,
  work: () => Promise<T>,
): Promise<T> {
  if (session.site.settings.http_proxy === undefined || session.checkMode) return work()
  await run(session, host, end)
  const {proxyPort} = await session.hosts.connect(host)
  if (proxyPort === undefined || !(await isNeeded())) return work()
  session.report({type: 'progress', target: host.name, text: 'restarts its engine, to pull through the proxy'})
  try {
    await run(session, host, begin(session.site, proxyPort))
    return await work()
  } finally {
    await run(session, host, end)
  }
}

function begin(site: Site, port: number): Shell {
  const variables = proxyVariables(`http://127.0.0.1:${port}`, goList(siteExceptions(site)))
  const assignments = Object.entries(variables).map(([name, value]) => `Environment="${name}=${value}"\n`)
  // EnvironmentFile wins over Environment, and the unit reads the host's own file.
  return sh`if grep -qiE '^[[:space:]]*(export[[:space:]]+)?https?_proxy=.' /etc/environment 2>/dev/null; then exit 0; fi
mkdir -p ${directory} && printf %s ${`[Service]\n${assignments.join('')}`} >${dropIn} &&
systemctl daemon-reload && systemctl restart docker.service`
}

const end = sh`[ -e ${dropIn} ] || exit 0
rm ${dropIn} && systemctl daemon-reload && systemctl restart docker.service`

async function run(session: Session, host: Host, program: Shell): Promise<void> {
  const connection = await session.hosts.connect(host)
  const {code, stderr} = await connection.exec(programCommand({become: true}), {stdin: program.text})
  if (code === 0) return
  const reason = stderr.trim().split('\n').at(-1) || `exit status ${code}`
  throw new HiveError('HOST_FAILED', `The engine of ${host.name} cannot be restarted with another proxy: ${reason}.`, {
    suggestions: [`Look at it with "hive ssh -t ${host.name} -- journalctl -u docker".`],
  })
}
