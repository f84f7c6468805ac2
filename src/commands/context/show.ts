import {HiveCommand} from '../../command.ts'
import {type Exchanged, showSite} from '../../context-store/exchange.ts'
import type {ContextState} from '../../context-store/state.ts'

export default class ContextShow extends HiveCommand {
  static override summary = "Show which version of the stage's context is stored, and which is here."
  static override examples = ['<%= config.bin %> --stage staging <%= command.id %>']

  async run(): Promise<Exchanged<ContextState>> {
    const {flags} = await this.parse(ContextShow)
    const site = await this.site(flags)
    const state = await showSite({site, runHook: this.runHook, environment: process.env})
    this.log(`Store:     ${state.place}`)
    this.log(`Stored:    ${state.latest === 0 ? 'nothing yet' : `version ${state.latest}`}`)
    this.log(`Here:      ${state.version === 0 ? 'never pulled or pushed' : `version ${state.version}`}`)
    this.log(`Unpushed:  ${state.isChanged ? 'something' : 'nothing'}`)
    return state
  }
}
