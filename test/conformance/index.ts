export {type ProviderCase, testProvider} from './provider.ts'
export {type ResourceCase, testResource} from './resource.ts'
export {type RoleCase, testRole} from './role.ts'
