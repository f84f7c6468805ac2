/**
 * The hive variables (`hive set`, command line, defaults) after resolution for one stage, by their names in
 * hive-inventory.md section 3.2. Unset variables are absent.
 */
export interface Settings {
  readonly root_dir: string
  readonly stage: 'private' | 'staging' | 'production'
  readonly inventory_path: string
  readonly context_dir: string
  readonly temp_dir: string
  readonly first_hive: number
  readonly forks: number
  readonly start_phase: string
  readonly http_proxy?: string
  readonly http_proxy_port: string
  readonly vagrant_proxy?: string
  /** What else is reached without a proxy, besides the site itself. */
  readonly no_proxy?: string
  /** PEM file, from the project's root, of authorities to trust besides the site's own. */
  readonly extra_ca?: string
  readonly registry_mirror?: string
  /** `[http://]host[:port][/path]` of the registry with the copies of `hive mirror`. */
  readonly image_mirror?: string
  readonly pip_index_url?: string
  readonly pip_trusted_host?: string
  /** Whether apt refuses lists that are older than their archive allows; those of a frozen offline cache are. */
  readonly apt_check_valid_until: boolean
  readonly tls_logging: boolean
  readonly no_format: boolean
  /** Any other variable of the table. */
  readonly [name: string]: unknown
}
