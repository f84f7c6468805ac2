export {type ProviderCase, testProvider} from './provider.ts'
export {type ResourceCase, testResource} from './resource.ts'
export {type RoleCase, testRole} from './role.ts'
export {type Effect, type RolesOnHost, testRolesOnHost} from './roles-on-host.ts'
