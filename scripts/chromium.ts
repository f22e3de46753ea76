/** A current Chromium of this machine, for the test that drives the window in a current engine. */
import { existsSync } from 'node:fs'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of its executable: GRIOT_CHROMIUM, else where systems put it; null where there is none. */
export function findChromium(): string | null {
  return process.env.GRIOT_CHROMIUM ?? usualPlaces.find((path) => existsSync(path)) ?? null
}
