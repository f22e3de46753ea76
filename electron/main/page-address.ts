/** The address of the window's page: `app://griot/`, or the development server of `npm run dev` in a checkout. */
import { app } from 'electron'
import { appOrigin, isAppUrl } from './renderer-files'

const developmentServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL

export const hasDevelopmentServer = developmentServer !== undefined

export const pageAddress = developmentServer ?? `${appOrigin}/`

/** Whether `url` is a page of Griot: what windows may load and requests may come from. */
export function isOwnUrl(url: string): boolean {
  if (developmentServer === undefined) return isAppUrl(url)
  return url.startsWith(`${new URL(developmentServer).origin}/`)
}
