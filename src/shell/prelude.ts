import {accountFunctions} from './account-functions.ts'
import {composeFunctions} from './compose-functions.ts'
import {editFunctions} from './edit-functions.ts'
import {fileFunctions} from './file-functions.ts'
import {imageFunctions} from './image-functions.ts'
import {packageFunctions} from './package-functions.ts'
import {processFunctions} from './process-functions.ts'
import {serviceFunctions} from './service-functions.ts'
import {stepFunctions} from './step-functions.ts'
import {sysctlFunctions} from './sysctl-functions.ts'

/** The POSIX functions every program starts with. The names a resource may use are told in each part. */
export const prelude = [
  stepFunctions,
  processFunctions,
  fileFunctions,
  editFunctions,
  packageFunctions,
  serviceFunctions,
  accountFunctions,
  imageFunctions,
  composeFunctions,
  sysctlFunctions,
].join('')
