export {expandPipeline, type Pipeline, type PipelineRequest} from './pipeline/expand.ts'
