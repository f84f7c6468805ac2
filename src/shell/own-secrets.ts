/** Variables with secrets of hive's own, as the key of the context store or a token of a plugin. */
const own = /^HIVE_\w*(KEY|PASSWORD|SECRET|TOKEN)$/

/** Takes hive's own secrets out of the environment a program is started with; for the `env` of execa. */
export function withoutOwnSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, undefined>> {
  const names = Object.keys(environment).filter(name => own.test(name))
  return Object.fromEntries(names.map(name => [name, undefined]))
}
