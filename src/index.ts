export type {Change, ChangeAction} from './change.ts'
export {HiveCommand} from './command.ts'
export {
  certificateProblem,
  hostCertificateProblem,
  issueCertificate,
  issueHostCertificate,
  type WantedCertificate,
} from './context/certificates.ts'
export {readContextFile, writeContextFile} from './context/context-file.ts'
export {ensureRegistryPassword, readRegistryPassword} from './context/registry-password.ts'
export {jumpHostName} from './context/ssh-hosts.ts'
export {type ContextStore, type ContextStoreDriver, defineContextStore, type StoreRequest} from './context-store.ts'
export {accepting} from './docker/accepting.ts'
export {engineStatus} from './docker/engine-failure.ts'
export {
  type ImageMirror,
  isLoopback,
  mirroredRepository,
  parseImageMirror,
  registryMirrorUrl,
} from './docker/image-mirror.ts'
export {fullImageName, type ImageName, parseImageName, registryHost} from './docker/image-name.ts'
export {followToEnd, type ImageRequest} from './docker/image-progress.ts'
export {type LockedImage, type MirrorLock, mirrorLockFile, readMirrorLock} from './docker/mirror-lock.ts'
export {nearlyPrivileged} from './docker/nearly-privileged.ts'
export {ensureOwnImage} from './docker/own-image.ts'
export {type Blob, canReadBlob, copyBlob, hasBlob, mountBlob, type Place} from './docker/registry/blob.ts'
export {Registry} from './docker/registry/client.ts'
export {putTree} from './docker/registry/copy-image.ts'
export {findDigest} from './docker/registry/manifest.ts'
export {motherDispatcher} from './docker/registry/mother-dispatcher.ts'
export {blobsOf, type ImageTree, readNode, readTree} from './docker/registry/tree.ts'
export {credentialsAddress, type RegistryLogin} from './docker/registry-auth.ts'
export {externalLogins, siteLogins} from './docker/site-logins.ts'
export {readTagMapping} from './docker/tag-mapping.ts'
export {type ErrorCode, exitCodes, HiveError, reasonOf} from './error.ts'
export {type OsFamily, osFamily} from './os-family.ts'
export * from './provider.ts'
export {portableList} from './proxy/exceptions/list.ts'
export {siteExceptions} from './proxy/exceptions/names.ts'
export {proxyUrl} from './proxy/proxy-url.ts'
export * from './resource/index.ts'
export * from './role.ts'
export type {HostPool, Session} from './session.ts'
export {type RoleImage, roleImages} from './setup/role-images.ts'
export {withoutOwnSecrets} from './shell/own-secrets.ts'
export {Secret, secret} from './shell/secret.ts'
export {every, lines, raw, type Shell, sequence, sh} from './shell/sh.ts'
export {type Authority, checkValidity} from './site/authority.ts'
export {readExtraAuthorities, trustedCertificates} from './site/extra-authorities.ts'
export {firstAddress, type InternalRanges, internalRanges} from './site/internal-ranges.ts'
export type * from './site/site.ts'
export {type SyslogPorts, syslogPorts} from './site/syslog-ports.ts'
export {portVariable, textListVariable, textVariable} from './site/typed-variable.ts'
export {type ZabbixNetwork, zabbixNetwork} from './site/zabbix-network.ts'
export {inheritedEnvironment} from './swarm/host-environment.ts'
export {hostAgent} from './transport/channel-agent.ts'
export type {Connection} from './transport/connection.ts'
export {logIn} from './transport/log-in.ts'
export {setVariable} from './variables/set-variable.ts'
