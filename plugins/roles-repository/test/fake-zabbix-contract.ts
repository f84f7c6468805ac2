export type Version = readonly [number, number]

/** The result of a method for these parameters; throws `ZodError` for those the version does not know. */
export type Method = (parameters: unknown, token: string) => unknown

/** What Zabbix says instead of a result. */
export class Refused extends Error {}

export function isFrom([major, minor]: Version, wantedMajor: number, wantedMinor: number): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
