import {
  command,
  HiveError,
  type Host,
  line,
  type OsFamily,
  packages,
  type Resource,
  sh,
  textVariable,
} from '@hive-ci/cli'
import {families} from './family.ts'

/** `hive_locale`, e.g. `ja_JP.UTF-8`; without it the host keeps what it has. */
export function localeResources(host: Host, family: OsFamily): Resource[] {
  const locale = textVariable(host, 'hive_locale')
  if (locale === undefined) return []
  const {localeFile, localePackages} = families[family]
  const setting = line(localeFile, {line: `LANG=${locale}`, matching: '^LANG=', create: true})
  const language = languageOf(host, locale)
  if (language === undefined) return [setting]
  return [packages(localePackages(language)), ...(family === 'debian' ? generated(locale) : []), setting]
}

/** The Debian family makes the locales that are asked for; the package of Enterprise Linux brings them ready. */
function generated(locale: string): Resource[] {
  const [, charset = ''] = locale.split('.')
  const wanted = line('/etc/locale.gen', {line: `${locale} ${charset}`, create: true})
  return [
    wanted,
    command(`the locale ${locale} is there`, {
      // `locale -a` writes ja_JP.UTF-8 as ja_JP.utf8.
      check: sh`locale -a | tr -d - | grep -qixF ${locale.replaceAll('-', '')}`,
      apply: sh`locale-gen`,
    }),
  ]
}

/** undefined for the C locale, which every system has. */
function languageOf({name}: Host, locale: string): string | undefined {
  if (/^(C|POSIX)(\.UTF-8)?$/i.test(locale)) return undefined
  const language = /^([a-z]{2,3})_[A-Z]{2}\.[A-Za-z0-9-]+$/.exec(locale)?.[1]
  if (language !== undefined) return language
  throw new HiveError(
    'INVENTORY_INVALID',
    `${name}: hive_locale should be like "ja_JP.UTF-8", got ${JSON.stringify(locale)}.`,
  )
}
