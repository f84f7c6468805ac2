import {type Environment, eitherCase, type Section} from './section.ts'

/** How a registry answers: `trusted` over TLS, `untrusted` certificate, in `plain` HTTP, or not at all. */
type RegistryAnswer = 'trusted' | 'untrusted' | 'plain' | 'silent'

const meanings: Readonly<Record<RegistryAnswer, string>> = {
  trusted: 'answers over TLS with a certificate that is trusted here',
  untrusted: 'answers over TLS with a certificate of an authority that is not known here',
  plain: 'answers in plain HTTP',
  silent: 'does not answer',
}

/** The registries of this job: GitLab's, and those the engine is told to trust without TLS. `insecure`: what it says. */
export async function registrySection(
  environment: Environment,
  insecure: readonly string[] | undefined,
): Promise<Section> {
  const named = [environment.CI_REGISTRY, ...list(environment.HIVE_DIND_INSECURE_REGISTRIES)]
  const registries = [...new Set(named.filter(name => name !== undefined && name !== '' && !name.includes('/')))]
  const answers = await Promise.all(registries.map(async (name = '') => ({name, answer: await askRegistry(name)})))
  return {
    title: 'Registries',
    facts: answers.length > 0 ? answers.map(({name, answer}) => `${name} ${meanings[answer]}`) : ['none named'],
    problems: [],
    warnings: answers.flatMap(({name, answer}) => warningOf(name, answer, insecure, environment)),
  }
}

function list(value = ''): readonly string[] {
  return value.split(/[\s,]+/).filter(part => part !== '')
}

function warningOf(
  name: string,
  answer: RegistryAnswer,
  insecure: readonly string[] | undefined,
  environment: Environment,
): readonly string[] {
  if (answer === 'silent') {
    const proxy =
      eitherCase(environment, 'HTTPS_PROXY') === undefined ? '' : ', or to NO_PROXY when the proxy is in the way'
    return [`The registry ${name} does not answer. Check its name and port, and the way to it${proxy}.`]
  }
  if (answer === 'trusted' || insecure === undefined || insecure.includes(name)) return []
  const remedy = answer === 'untrusted' ? 'put its authority into HIVE_CA, or ' : ''
  return [
    `The registry ${name} ${meanings[answer]}, and the engine refuses that: ${remedy}add it to HIVE_DIND_INSECURE_REGISTRIES.`,
  ]
}

/** Asks the registry's API for nothing, first over TLS, then without. */
async function askRegistry(name: string): Promise<RegistryAnswer> {
  const failure = await ask(`https://${name}/v2/`)
  if (failure === undefined) return 'trusted'
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER|VERIFY/.test(failure)) return 'untrusted'
  return (await ask(`http://${name}/v2/`)) === undefined ? 'plain' : 'silent'
}

/** Why there was no answer, as Node's code; undefined for any answer, a refusal included. */
async function ask(url: string): Promise<string | undefined> {
  try {
    await fetch(url, {signal: AbortSignal.timeout(10_000), redirect: 'manual'})
    return undefined
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'NO_ANSWER'
  }
}
