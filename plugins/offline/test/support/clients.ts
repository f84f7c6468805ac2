import {mkdtemp, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'

/** How a client gets out, and where it may put what it fetches. */
export interface Way {
  readonly proxy: string
  /** File of the authority to trust. */
  readonly certificate: string
  readonly files: string
}

/** A package of Debian, in a container without anything else. */
export async function apt({proxy}: Way): Promise<string> {
  const script = `
    rm -rf /var/lib/apt/lists/*
    apt-get -qq update && apt-get -qq download hello && sha256sum hello_*.deb`
  const container = ['--network', 'host', '--env', `http_proxy=${proxy}`, 'hive-base:bookworm', 'sh', '-ec', script]
  return (await execa('docker', ['run', '--rm', ...container])).stdout
}

/** The package of `files.test`, into a root of its own, with nothing of this machine's configuration. */
export async function dnf({proxy, certificate, files}: Way): Promise<string> {
  await writeFile(join(files, 'dnf.conf'), `[main]\nproxy=${proxy}\nsslcacert=${certificate}\nreposdir=/dev/null\n`)
  const room = ['--config', join(files, 'dnf.conf'), '--installroot', join(files, 'root'), '--releasever', '9']
  const repository = ['--repofrompath', 'test,https://files.test/rpm', '--nogpgcheck']
  const target = ['--downloadonly', '--downloaddir', files]
  await execa('dnf', ['-q', '-y', ...room, ...repository, ...target, 'install', 'hive-greeting'])
  return sha256(files, 'hive-greeting-1.0-1.noarch.rpm')
}

/** What apk 2 asks for to install the package of `files.test`, by curl: no Debian has apk. The second time it has the index. */
export async function apk({proxy, certificate, files}: Way): Promise<string> {
  const way = ['--proxy', proxy, '--cacert', certificate, '--user-agent', 'libfetch/2.0']
  const names = ['APKINDEX.tar.gz', 'greeting-1.0-r0.apk']
  for (const name of names)
    await curl(...way, '--output', join(files, name), `https://files.test/alpine/x86_64/${name}`)
  const [index = ''] = names
  const since = ['--time-cond', join(files, index), '--output', '/dev/null']
  const again = await curl(...way, ...since, '--write-out', '%{http_code}', `https://files.test/alpine/x86_64/${index}`)
  return `${again} ${await sha256(files, ...names)}`
}

async function curl(...words: readonly string[]): Promise<string> {
  return (await execa('curl', ['-sSf', ...words])).stdout
}

/** The wheel of `files.test`. */
export async function pip({proxy, certificate, files}: Way): Promise<string> {
  const way = ['--proxy', proxy, '--index-url', 'https://files.test/simple/']
  const options = ['-q', '--disable-pip-version-check', '--no-deps', '--no-cache-dir', '-d', files]
  // Where this machine has such a variable, it wins over --cert.
  const env = {PIP_CONFIG_FILE: '/dev/null', REQUESTS_CA_BUNDLE: certificate}
  await execa('pip', ['download', ...options, ...way, 'greeting'], {env})
  return sha256(files, 'greeting-1.0-py3-none-any.whl')
}

/** A package of the registry of npm. */
export async function npm({proxy, certificate, files}: Way): Promise<string> {
  const way = ['--proxy', proxy, '--https-proxy', proxy, '--cafile', certificate]
  const options = ['--silent', '--cache', join(files, 'cache')]
  await execa('npm', ['pack', 'is-number@7.0.0', ...options, ...way], {cwd: files})
  return sha256(files, 'is-number-7.0.0.tgz')
}

/** An image, with no login; skopeo compares what it gets with the digests that lead to it. */
export async function pull(image: string, {proxy, certificate, files}: Way): Promise<string> {
  const env = {HTTPS_PROXY: proxy, SSL_CERT_FILE: certificate}
  const target = await mkdtemp(join(files, 'image-'))
  await execa('skopeo', ['copy', '--quiet', `docker://${image}`, `dir:${target}`], {env})
  return sha256(target, 'manifest.json')
}

async function sha256(files: string, ...names: readonly string[]): Promise<string> {
  return (await execa('sha256sum', names, {cwd: files})).stdout
}
