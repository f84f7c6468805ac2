import {GitlabFailure} from '../api/failure.ts'
import type {Settings} from './settings.ts'
import type {SetupFinding, SetupWish} from './step.ts'

/** GitLab's number for maintainers (api/access_requests of its documentation). */
const maintainers = 40

const unavailable =
  'This GitLab does not offer protected environments (they need Premium): let only maintainers merge to the default branch, ' +
  'and keep the variables of production protected.'

/** Only maintainers deploy to production, where this GitLab can see to that. */
export async function protectionFinding(settings: Settings, {stage}: SetupWish): Promise<SetupFinding> {
  if (stage !== 'production') return undefined
  try {
    const found = await settings.list('protected_environments')
    if (found.some(entry => isNamed(entry, stage))) return undefined
  } catch (error) {
    if (error instanceof GitlabFailure && (error.status === 403 || error.status === 404)) return {notice: unavailable}
    throw error
  }
  const details = ['deploy: maintainers']
  const body = {name: stage, deploy_access_levels: [{access_level: maintainers}]}
  const apply = () => settings.write('POST', 'protected_environments', body)
  return {step: {change: {id: `protected-environment:${stage}`, action: 'create', details}, apply}}
}

function isNamed(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === name
}
