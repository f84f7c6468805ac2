import type {Path} from './source-file.ts'

/** The value inside a plain value, undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (isContainer(inner) && Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined),
    value,
  )
}

/** Whether a plain value is a mapping. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
