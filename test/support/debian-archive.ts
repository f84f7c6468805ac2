import {createHash} from 'node:crypto'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'

/** An archive for apt, with the empty package `hive-probe`: `deb [trusted=yes] http://HOST ./`. */
export async function makeDebianArchive(directory: string): Promise<void> {
  await mkdir(join(directory, 'tree/DEBIAN'), {recursive: true})
  const control =
    'Package: hive-probe\nVersion: 1\nArchitecture: all\nMaintainer: hive <hive@example.test>\nDescription: probe\n'
  await writeFile(join(directory, 'tree/DEBIAN/control'), control)
  await execa('dpkg-deb', ['--build', join(directory, 'tree'), join(directory, 'probe.deb')])
  const deb = await readFile(join(directory, 'probe.deb'))
  const hash = createHash('sha256').update(deb).digest('hex')
  const index = `${control}Filename: ./probe.deb\nSize: ${deb.length}\nSHA256: ${hash}\n\n`
  await writeFile(join(directory, 'Packages'), index)
}
