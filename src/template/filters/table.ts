import type {FilterTable} from '../run/routine.ts'
import {addressFilters} from './address.ts'
import {combinationFilters} from './combination.ts'
import {commentFilters} from './comment.ts'
import {dataFilters} from './data.ts'
import {encodingFilters} from './encoding.ts'
import {fallbackFilters} from './fallback.ts'
import {htmlFilters} from './html.ts'
import {mappingFilters} from './mapping.ts'
import {numberFilters} from './number.ts'
import {orderFilters} from './order.ts'
import {passwordFilters} from './password-hash.ts'
import {pathFilters} from './path.ts'
import {randomFilters} from './random.ts'
import {regexFilters} from './regex.ts'
import {selectionFilters} from './selection.ts'
import {sequenceFilters} from './sequence.ts'
import {setFilters} from './set.ts'
import {sizeFilters} from './size.ts'
import {textFilters} from './text.ts'
import {timeFilters} from './time.ts'
import {unsupportedFilters} from './unsupported.ts'
import {urlFilters} from './url.ts'

/** Every filter by its name. */
export const filters: FilterTable = {
  ...dataFilters,
  ...encodingFilters,
  ...mappingFilters,
  ...pathFilters,
  ...regexFilters,
  ...setFilters,
  ...combinationFilters,
  ...randomFilters,
  ...sizeFilters,
  ...timeFilters,
  ...htmlFilters,
  ...urlFilters,
  ...commentFilters,
  ...unsupportedFilters,
  ...passwordFilters,
  ...addressFilters,
  ...fallbackFilters,
  ...numberFilters,
  ...orderFilters,
  ...selectionFilters,
  ...sequenceFilters,
  ...textFilters,
}
