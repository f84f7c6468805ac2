import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {importBusybox} from '../../../test/support/busybox-image.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost, setUp} from '../../../test/support/set-up.ts'

/** Answers every request with the address it came from. */
const mirror = `
import http.server
class Mirror(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.client_address[0].encode())
http.server.HTTPServer(('', 8099), Mirror).serve_forever()`

/** As the swarm makes it, and with IPv6. */
const bridgeWithIpv6 = `docker network create --ipv6 --subnet 172.18.0.0/16 --subnet fd01::/64 \\
  -o com.docker.network.bridge.name=docker_gwbridge -o com.docker.network.bridge.enable_icc=false docker_gwbridge`

const serve = 'mkdir -p /srv && echo "$WHERE" >/srv/index.html && exec httpd -f -h /srv -p 80'

describe('virtual addresses of services', () => {
  let nodes: Nodes
  const on = (index: number, script: string) => inHost(nodes, hostAt(nodes, index), script)
  const address = (last: number) => hostAt(nodes, 0).address.replace(/\d+$/, String(last))
  /** What the repository host, which has no agent, is told by port 80 of an address. */
  const ask = (host: string) => on(-1, `curl -gs -m 2 http://${host}/ || echo nobody`)
  /** Nodes that carry the mark. */
  const marks = () =>
    on(
      0,
      'docker node ls -q --filter node.label=front=true | xargs -r docker node inspect -f "{{.Description.Hostname}}"',
    )
  const ours = (index: number) =>
    on(index, 'ip address | grep -c 44100; { iptables-save; ip6tables-save; } | grep -c HIVE-VIP')

  beforeAll(async () => {
    // The second hive is a worker, which has to ask the first one.
    nodes = await startNodes(3, {prefix: 'vip', hostVariables: {hive_swarm_mode: 'worker'}})
    await Promise.all(
      [0, 1, 2].map(index =>
        on(index, `sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0; ip address add fd00::${index + 1}/64 dev eth0 nodad`),
      ),
    )
    await on(1, `until docker info; do sleep 0.1; done >/dev/null 2>&1; ${bridgeWithIpv6}`)
    const tags = ['tls-certificate', 'iptables', 'docker', 'follow-swarm-service', 'swarm']
    const {report} = await setUp(nodes, {tags})
    expect(report.outcome).toBe('changed')
    await on(
      -1,
      `cat >/root/mirror.py <<'END'\n${mirror}\nEND\nsystemd-run --unit=mirror python3 /root/mirror.py\niptables -I INPUT -p tcp --dport 8099 -j ACCEPT`,
    )
    await Promise.all([0, 1].map(async index => importBusybox(await nodes.pool.engine(hostAt(nodes, index)), 'box')))
    await on(0, 'docker network create -d overlay inner')
    await deploy('lost', 0, {HIVE_VIP: address(110), HIVE_ROUTER: address(250)})
    await deploy('web', 1, {
      HIVE_MARK: 'front',
      HIVE_VIP: address(100),
      HIVE_ROUTER: hostAt(nodes, -1).address,
      HIVE_DNAT_PORTS: '80',
      HIVE_ENABLE_VIP_SNAT: 'true',
      HIVE_VIP0_V6: 'fd00::100',
      HIVE_DNAT_PORTS0_V6: '80',
    })
  })

  afterAll(() => nodes?.stop())

  async function deploy(name: string, node: number, labels: Readonly<Record<string, string>>): Promise<void> {
    const words = Object.entries(labels).map(([label, value]) => `--label ${label}=${value}`)
    await on(
      0,
      `docker service create -qd --name ${name} --init --network inner --endpoint-mode dnsrr ${words.join(' ')} \\
        -e 'WHERE={{.Node.Hostname}}' --constraint node.hostname==p-hive${node} box:1 sh -c '${serve}'`,
    )
  }

  test('answer from outside where the service runs, whose container goes out under them', async () => {
    await eventually(() => ask(address(100)), 'p-hive1')
    await eventually(() => ask('[fd00::100]'), 'p-hive1')
    await eventually(marks, 'p-hive1')
    const look = `docker exec $(docker ps -qf name=web) wget -qO- http://${hostAt(nodes, -1).address}:8099/`
    expect(await on(1, look)).toBe(address(100))
    expect(await on(1, `curl -s http://${address(100)}/`)).toBe('p-hive1')
  })

  test('follow labels that change', async () => {
    await on(0, `docker service update -qd --label-add HIVE_VIP=${address(101)} web`)
    await eventually(() => ask(address(101)), 'p-hive1')
    expect(await ask(address(100))).toBe('nobody')
  })

  test('move with their service', async () => {
    const change = '--constraint-rm node.hostname==p-hive1 --constraint-add node.hostname==p-hive0'
    await on(0, `docker service update -qd ${change} web`)
    await eventually(() => ask(address(101)), 'p-hive0')
    expect(await on(-1, 'ping -c 1 -W 2 fd00::100 >/dev/null && echo there')).toBe('there')
    await eventually(marks, 'p-hive0')
    expect(await ours(1)).toBe('0\n0')
  })

  test('follow a service that is made anew at once', async () => {
    await on(0, 'docker service rm web')
    await deploy('web', 0, {HIVE_VIP: address(101), HIVE_DNAT_PORTS: '80', HIVE_MARK: 'front'})
    await eventually(() => ask(address(101)), 'p-hive0')
    await eventually(() => on(0, 'ip -6 address show dev eth0 | grep -c 44100'), '0')
  })

  test('outlive the firewall, the engine, and somebody who takes their rules away', async () => {
    await on(0, 'systemctl restart hive-firewall docker')
    await eventually(() => ask(address(101)), 'p-hive0')
    await on(0, 'iptables -t nat -F PREROUTING; iptables -F DOCKER-USER')
    await eventually(() => ask(address(101)), 'p-hive0')
  })

  test('are taken away again when their router does not answer', async () => {
    // The engine was started anew, which takes a service away and with it what was counted.
    const told = `journalctl -u follow-swarm-service -o cat | grep -F ${address(110)} | tail -n 7`
    await eventually(() => on(0, `${told} | grep -c 'router .* does not answer'`), '1')
    expect(await on(0, `ip address | grep -c ${address(110)}`)).toBe('0')
    const lines = await on(0, told)
    expect(lines.replaceAll(/10\.\d+\.\d+\./g, '')).toMatchInlineSnapshot(`
      "110/24 on eth0 added: service lost runs here.
      Service lost: router 250 did not answer to 110 (1 of 5): asked again in 10 s.
      Service lost: router 250 did not answer to 110 (2 of 5): asked again in 10 s.
      Service lost: router 250 did not answer to 110 (3 of 5): asked again in 10 s.
      Service lost: router 250 did not answer to 110 (4 of 5): asked again in 10 s.
      Service lost: router 250 did not answer to 110 (5 of 5): taken away again for 300 s.
      110/24 on eth0 taken away: router 250 does not answer."
    `)
    await on(0, 'docker service rm lost')
  })

  test('leave nothing behind when the agent is killed and its service goes meanwhile, nor when it stops', async () => {
    await on(0, 'systemctl kill -s KILL follow-swarm-service; docker service rm web')
    expect(await ours(0)).not.toBe('0\n0')
    await eventually(() => ours(0), '0\n0')
    await deploy('web', 0, {HIVE_VIP: address(102), HIVE_DNAT_PORTS: '80', HIVE_MARK: 'front'})
    await eventually(() => ask(address(102)), 'p-hive0')
    await eventually(marks, 'p-hive0')
    await on(0, 'systemctl stop follow-swarm-service')
    expect([await ours(0), await marks(), await ask(address(102))]).toEqual(['0\n0', '', 'nobody'])
  })
})

/** Until it says so; an address whose router does not answer is given up after most of a minute. */
async function eventually(look: () => Promise<string>, wanted: string): Promise<void> {
  let found = await look()
  for (let waited = 0; waited < 120 && found !== wanted; waited += 0.5) {
    await sleep(500)
    found = await look()
  }
  expect(found).toBe(wanted)
}
