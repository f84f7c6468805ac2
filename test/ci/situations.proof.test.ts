import {situationChains, testChains} from './run-situations.ts'

testChains((await situationChains()).filter(([{suite}]) => suite === 'proof'))
