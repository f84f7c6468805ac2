import {defineContextStore} from '@hive-ci/cli'

/** `gitlab:` keeps contexts in the generic packages of a project: of the one named behind the colon, else of the job's. */
export default defineContextStore({
  name: 'gitlab',
  async open({address, site, stage, settings, environment}) {
    const {accessFrom} = await import('../api/access.ts')
    const {createClient} = await import('../api/client.ts')
    const {gitlabStore} = await import('./gitlab-store.ts')
    const access = await accessFrom(environment, settings, address)
    return gitlabStore(createClient(access), `hive-context-${site}-${stage}`)
  },
})
