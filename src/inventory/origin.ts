import type {Path, SourceFile} from './source-file.ts'
import {valueAt} from './value-at.ts'

/** Where a value was written. */
export interface Origin {
  readonly file: SourceFile
  readonly path: Path
}

/** A place further inside. */
export function below(origin: Origin, ...steps: Path): Origin {
  return {file: origin.file, path: [...origin.path, ...steps]}
}

/** The value at a place as it was written, tagged values included. */
export function written({file, path}: Origin): unknown {
  return valueAt(file.value, path)
}
