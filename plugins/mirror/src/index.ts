export {type CheckReport, checkMirror} from './check-mirror.ts'
export {type MirrorRequest, mirrorImages} from './mirror-images.ts'
export type {MirrorReport} from './report.ts'
