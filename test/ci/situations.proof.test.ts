import {situationChains, testChains} from './run-situations.ts'

testChains(await situationChains('proof'))
