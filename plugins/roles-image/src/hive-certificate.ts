import {dirname} from 'node:path'
import {command, defineImageRole, file, type Resource, sh} from '@hive-ci/cli'
import {renewals} from './renew.ts'
import {certificateEntries} from './wanted-certificates.ts'

/**
 * Certificates of the site's authority for what runs in the image, one for each entry of its variable `certificates`. They
 * are made on the mother and renewed when less than 30 days are left; the image is built anew then.
 */
export const hiveCertificate = defineImageRole({
  name: 'hive-certificate',

  prepare: (target, site) =>
    renewals(
      site,
      certificateEntries(target).map(({wanted}) => wanted),
    ),

  material: target => certificateEntries(target).flatMap(({wanted: {files}}) => [files.certificate, files.key]),

  resources(target, _site, _facts, material) {
    return certificateEntries(target).flatMap(({wanted: {files}, certificatePath, keyPath, keyOwner}) => [
      ...[...new Set([dirname(certificatePath), dirname(keyPath)])].map(there),
      file(certificatePath, {content: material.text(files.certificate)}),
      file(keyPath, {content: material.secret(files.key), owner: keyOwner, mode: '0600'}),
    ])
  },
})

/** A directory of somebody else's keeps its owner and mode. */
function there(path: string): Resource {
  return command(`the directory ${path} is there`, {check: sh`[ -d ${path} ]`, apply: sh`mkdir -p ${path}`})
}
