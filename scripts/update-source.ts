/**
 * Where a packaged Griot looks for newer versions: the releases of the GitHub repository that it was packaged in, so that a
 * fork never takes the updates of another one. Packaged anywhere else, it looks nowhere, and says so.
 */

/** `publish` of electron-builder, written into the package as app-update.yml. */
export interface UpdateSource {
  readonly provider: 'github'
  readonly owner: string
  readonly repo: string
  /** Windows: an update is installed only when its certificate names this publisher. */
  readonly publisherName?: readonly string[]
}

/**
 * GITHUB_REPOSITORY (`owner/name`) is set by GitHub's workflows. On Windows and macOS an update is trusted by its signature:
 * without CSC_LINK (the certificate), and on Windows GRIOT_PUBLISHER (the name in it), there are no updates. On Linux the
 * checksum in the release's list, read over HTTPS, is all there is.
 * @throws Error where GITHUB_REPOSITORY is not `owner/name`
 */
export function updateSource(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): UpdateSource | null {
  const repository = environment.GITHUB_REPOSITORY
  if (!repository) return null
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? []
  if (!owner || !repo) throw new Error(`GITHUB_REPOSITORY must be owner/name, and is “${repository}”.`)
  const source = { provider: 'github' as const, owner, repo }
  if (platform === 'linux') return source
  if (!environment.CSC_LINK) return null
  if (platform !== 'win32') return source
  return environment.GRIOT_PUBLISHER ? { ...source, publisherName: [environment.GRIOT_PUBLISHER] } : null
}
