import {Flags} from '@oclif/core'

export const parallelFlag = Flags.integer({
  summary: 'Requests to one registry at once, at most; fewer when it complains.',
  default: 64,
  min: 1,
  max: 200,
})
