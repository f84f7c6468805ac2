/** What a client finds in its environment, and the authority of the request it is asked to make. */
export interface ProxyCase {
  readonly title: string
  readonly authority: string
  /** `proxy` is a URL. */
  variables(proxy: string): Readonly<Record<string, string>>
}

/** `no_proxy` and the authority of the request. */
const lists: readonly (readonly [list: string, authority: string])[] = [
  ['example.test', 'example.test'],
  ['example.test', 'www.example.test'],
  ['example.test', 'notexample.test'],
  ['.example.test', 'www.example.test'],
  ['.example.test', 'example.test'],
  ['.example.test', 'notexample.test'],
  ['*.example.test', 'www.example.test'],
  ['*.example.test', 'example.test'],
  ['*', 'www.example.test'],
  ['foo.test,*', 'www.example.test'],
  ['example.test:8080', 'example.test:8080'],
  ['example.test:8080', 'example.test'],
  ['example.test:80', 'example.test'],
  ['example.test', 'example.test:8080'],
  ['10.1.2.3', '10.1.2.3'],
  ['10.1.2.3:8080', '10.1.2.3:8080'],
  ['10.0.0.0/8', '10.1.2.3'],
  ['0.0.0.0/0', '10.1.2.3'],
  ['2.3', '10.1.2.3'],
  ['.2.3', '10.1.2.3'],
  ['0.1.2.3', '10.1.2.3'],
  ['fd00::5', '[fd00::5]'],
  ['[fd00::5]', '[fd00::5]'],
  ['fd00::/8', '[fd00::5]'],
  ['a.test,example.test', 'example.test'],
  ['a.test, example.test', 'example.test'],
  ['example.test ,a.test', 'example.test'],
  ['example.test a.test', 'example.test'],
  ['a.test;example.test', 'example.test'],
  ['EXAMPLE.TEST', 'example.test'],
  ['example.test', 'example.test.'],
  ['example.test.', 'example.test'],
  ['db', 'db'],
  ['test', 'www.example.test'],
  ['a.test', 'localhost:8089'],
  ['a.test', '127.0.0.5:8089'],
  ['a.test', '[::1]:8089'],
]

/** Variables for a request to example.test; `PROXY` stands for the proxy's URL. */
const settings: readonly Readonly<Record<string, string>>[] = [
  {http_proxy: 'PROXY'},
  {HTTP_PROXY: 'PROXY'},
  {https_proxy: 'PROXY'},
  {http_proxy: '', HTTP_PROXY: 'PROXY'},
  {http_proxy: 'PROXY', NO_PROXY: 'example.test'},
  {http_proxy: 'PROXY', no_proxy: 'example.test'},
  {http_proxy: 'PROXY', no_proxy: '', NO_PROXY: 'example.test'},
  {http_proxy: 'PROXY', no_proxy: 'a.test', NO_PROXY: 'example.test'},
]

/** All six variables, each pair of them alike. */
export const listCases: readonly ProxyCase[] = lists.map(([list, authority]) => ({
  title: `${list} | ${authority}`,
  authority,
  variables: proxy => ({
    ...{http_proxy: proxy, HTTP_PROXY: proxy, https_proxy: proxy, HTTPS_PROXY: proxy},
    ...{no_proxy: list, NO_PROXY: list},
  }),
}))

/** Which of the variables counts. */
export const variableCases: readonly ProxyCase[] = settings.map(setting => ({
  title: Object.entries(setting)
    .map(([name, value]) => `${name}=${value}`)
    .join(' '),
  authority: 'example.test',
  variables: proxy =>
    Object.fromEntries(Object.entries(setting).map(([name, value]) => [name, value === 'PROXY' ? proxy : value])),
}))
