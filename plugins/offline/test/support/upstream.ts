import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'

/** The internet of a test: `files.test` and `registry.test`, both https, with an authority of their own. */
export interface Upstream {
  /** PEM of the authority. */
  readonly authority: string
  /** Pushes an image of this machine's engine as `registry.test/NAME`. */
  push(image: string, name: string): Promise<void>
  /** Pulls the plug. */
  stop(): Promise<void>
}

/** https on port 443: /file, /old which leads to /file, /absent; whatever is posted comes back. Counts what is sent. */
const fileServer = `
import http.server, ssl
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def answer(self, status, body=b'', **headers):
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)
    def do_GET(self):
        if self.path == '/file':
            self.answer(200, b'the file\\n', Cache_Control='no-store, private')
        elif self.path == '/old?from=role':
            self.answer(302, b'', Location='/file')
        elif self.path == '/secret' and self.headers.get('Authorization'):
            self.answer(200, b'for few\\n')
        else:
            self.answer(404, b'nothing here\\n')
    do_HEAD = do_GET
    def do_POST(self):
        self.answer(200, self.rfile.read(int(self.headers['Content-Length'])))
server = http.server.ThreadingHTTPServer(('', 443), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('/upstream/server.pem')
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
`

const registryConfig = `
version: 0.1
storage: {filesystem: {rootdirectory: /var/lib/registry}}
http: {addr: ':443', tls: {certificate: /upstream/server.pem, key: /upstream/server.pem}}
`

const certificates = `
cd "$1"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=test authority' -addext keyUsage=critical,keyCertSign,cRLSign \
  -keyout ca.key -out ca.pem
openssl req -newkey rsa:2048 -nodes -subj /CN=files.test -keyout server.key -out server.csr
printf 'subjectAltName=DNS:files.test,DNS:registry.test,DNS:localhost' >names
openssl x509 -req -days 2 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -out server.crt
cat server.crt server.key >server.pem
`

/** Starts both on a network of the engine, under their names. `image` has python3 and docker-registry. */
export async function startUpstream(network: string, image: string): Promise<Upstream> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-upstream-'))
  await execa('sh', ['-ec', certificates, 'sh', directory])
  await writeFile(join(directory, 'files.py'), fileServer)
  await writeFile(join(directory, 'registry.yml'), registryConfig)
  const start = async (name: string, publish: readonly string[], command: readonly string[]) =>
    execa('docker', [
      'run',
      '--detach',
      '--name',
      `${network}-${name}`,
      '--network',
      network,
      '--network-alias',
      `${name}.test`,
      '--volume',
      `${directory}:/upstream:ro`,
      ...publish,
      '--env',
      'OTEL_TRACES_EXPORTER=none',
      '--entrypoint',
      command[0] ?? '',
      image,
      ...command.slice(1),
    ])
  await start('files', [], ['python3', '/upstream/files.py'])
  await start('registry', ['--publish', '127.0.0.1::443'], ['docker-registry', 'serve', '/upstream/registry.yml'])
  const {stdout: port} = await execa('docker', ['port', `${network}-registry`, '443'])
  const {stdout: authority} = await execa('cat', [join(directory, 'ca.pem')])
  return {
    authority: `${authority}\n`,
    async push(source, name) {
      const target = `docker://localhost:${port.split(':').at(-1)}/${name}`
      await execa('skopeo', ['copy', '--quiet', '--dest-tls-verify=false', `docker-daemon:${source}`, target])
    },
    async stop() {
      await execa('docker', ['rm', '--force', '--volumes', `${network}-files`, `${network}-registry`], {reject: false})
      await rm(directory, {recursive: true, force: true})
    },
  }
}
