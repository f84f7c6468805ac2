import type {Change} from '../change.ts'
import {ensureAuthority} from '../context/authority.ts'
import {ensureContextDirectory} from '../context/directory.ts'
import {removeHostCertificate} from '../context/host-certificate-files.ts'
import {ensureKeyPair, type KeyPair} from '../context/key-pair.ts'
import {writeKnownHosts} from '../context/known-hosts.ts'
import {writeSshConfig} from '../context/ssh-config.ts'
import type {Machine} from '../provider.ts'
import type {Session} from '../session.ts'
import {announce} from './announce.ts'
import type {StageProvider} from './provider-module.ts'

/** Makes what the mother lacks, and sees to it that nobody else can read what is there. */
export async function prepareContext({site, report}: Session, changes: readonly Change[]): Promise<KeyPair> {
  await ensureContextDirectory(site)
  const keyPair = await ensureKeyPair(site)
  await ensureAuthority(site, new Date())
  for (const change of changes) report({type: 'change', change, outcome: 'done'})
  return keyPair
}

/** Carries out a plan for machines, and writes down how they are reached, those of a failed plan too. */
export async function raiseMachines(
  session: Session,
  {module, request}: StageProvider,
  {changes, publicKey}: {readonly changes: readonly Change[]; readonly publicKey: string},
): Promise<void> {
  try {
    await announce(session, changes, async () =>
      writeDown(session, await module.create({...request, publicKey, changes})),
    )
  } catch (error) {
    // The first failure is the one to tell; what is there may at least be looked into with ssh.
    const left = await module.list(request).catch(() => [])
    if (left.length > 0) await writeDown(session, left)
    throw error
  }
  const removed = changes.filter(({action}) => action === 'remove')
  await Promise.all(removed.map(({host = ''}) => removeHostCertificate(session.site, {name: host})))
}

async function writeDown({site}: Session, machines: readonly Machine[]): Promise<void> {
  await writeKnownHosts(site, machines)
  await writeSshConfig(site, machines)
}
