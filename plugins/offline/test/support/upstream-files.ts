import {mkdir, mkdtemp, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {hashSync} from 'bcryptjs'
import {execa} from 'execa'
import {makeRepository} from '../../../../test/support/enterprise-linux.ts'

/**
 * https on port 443: /file, /old which leads to /file, repositories of rpms below /rpm/ and of apk below /alpine/, an index
 * of Python's below /simple/; whatever is posted comes back.
 */
const fileServer = `
import http.server, os, ssl
def public(path):
    return '/upstream/public' + path + ('index.html' if path.endswith('/') else '')
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
        elif os.path.isfile(public(self.path)):
            with open(public(self.path), 'rb') as file:
                kind = 'text/html' if self.path.endswith('/') else 'application/octet-stream'
                self.answer(200, file.read(), Content_Type=kind, Last_Modified='Sat, 28 Nov 2026 10:00:00 GMT')
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

/** A wheel with nothing in it but its name, and the page that leads to it. */
const pythonIndex = `
import os, sys, zipfile
name, about = 'greeting-1.0-py3-none-any.whl', 'greeting-1.0.dist-info/'
pages = sys.argv[1] + '/simple/greeting'
os.makedirs(pages)
with zipfile.ZipFile(pages + '/' + name, 'w') as wheel:
    wheel.writestr('greeting.py', 'print("hello")\\n')
    wheel.writestr(about + 'METADATA', 'Metadata-Version: 2.1\\nName: greeting\\nVersion: 1.0\\n')
    wheel.writestr(about + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(about + 'RECORD', '')
with open(pages + '/index.html', 'w') as page:
    page.write('<!DOCTYPE html><a href="' + name + '">' + name + '</a>')
`

/** A repository of apk: nothing looks into it here. */
async function makeApkRepository(directory: string): Promise<void> {
  await mkdir(directory, {recursive: true})
  await writeFile(join(directory, 'APKINDEX.tar.gz'), gzipSync('P:greeting\nV:1.0-r0\n'))
  await writeFile(join(directory, 'greeting-1.0-r0.apk'), gzipSync('a greeting'))
}

const images = {filesystem: {rootdirectory: '/var/lib/registry'}}
const tls = {certificate: '/upstream/server.pem', key: '/upstream/server.pem'}

/** By their files. The one without TLS has the images of the one with it. */
const registries = {
  open: {version: '0.1', storage: images, http: {addr: ':443', tls}},
  plain: {version: '0.1', storage: images, http: {addr: ':5001'}},
  guarded: {
    version: '0.1',
    storage: {filesystem: {rootdirectory: '/var/lib/guarded'}},
    http: {addr: ':5000', tls},
    auth: {htpasswd: {realm: 'test', path: '/upstream/htpasswd'}},
  },
}

const certificates = `
cd "$1"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=test authority' -addext keyUsage=critical,keyCertSign,cRLSign \
  -keyout ca.key -out ca.pem
openssl req -newkey rsa:2048 -nodes -subj /CN=files.test -keyout server.key -out server.csr
printf 'subjectAltName=DNS:files.test,DNS:registry.test,DNS:localhost' >names
openssl x509 -req -days 2 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -out server.crt
cat server.crt server.key >server.pem
`

/** What the guarded registry asks for. */
export const login = {user: 'reader', password: 'only@4/Tests'}

/** Makes a directory with all that the servers read, which they see as /upstream. */
export async function makeUpstreamFiles(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-upstream-'))
  await execa('sh', ['-ec', certificates, 'sh', directory])
  await makeRepository(join(directory, 'public/rpm'), ['hive-greeting'])
  await makeApkRepository(join(directory, 'public/alpine/x86_64'))
  await execa('python3', ['-c', pythonIndex, join(directory, 'public')])
  await writeFile(join(directory, 'files.py'), fileServer)
  await writeFile(join(directory, 'htpasswd'), `${login.user}:${hashSync(login.password, 5)}\n`)
  for (const [name, config] of Object.entries(registries)) {
    await writeFile(join(directory, `${name}.yml`), JSON.stringify(config))
  }
  return directory
}
