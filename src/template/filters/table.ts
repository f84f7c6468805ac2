import type {FilterTable} from '../run/routine.ts'
import {dataFilters} from './data.ts'
import {encodingFilters} from './encoding.ts'
import {fallbackFilters} from './fallback.ts'
import {mappingFilters} from './mapping.ts'
import {numberFilters} from './number.ts'
import {orderFilters} from './order.ts'
import {pathFilters} from './path.ts'
import {regexFilters} from './regex.ts'
import {selectionFilters} from './selection.ts'
import {sequenceFilters} from './sequence.ts'
import {setFilters} from './set.ts'
import {textFilters} from './text.ts'

/** Every filter by its name. */
export const filters: FilterTable = {
  ...dataFilters,
  ...encodingFilters,
  ...mappingFilters,
  ...pathFilters,
  ...regexFilters,
  ...setFilters,
  ...fallbackFilters,
  ...numberFilters,
  ...orderFilters,
  ...selectionFilters,
  ...sequenceFilters,
  ...textFilters,
}
