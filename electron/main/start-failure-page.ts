/**
 * The page that says why Griot could not open its data, or why core ends again and again, and what the person can do. Plain HTML without scripts, so that
 * it works when nothing else does; its choices are links that main reads and never follows. Pure.
 */
import { errorSentence } from '@shared/sentences/sentence'
import type { WireError } from '@shared/errors'
import type { Language } from '@shared/language'
import { appOrigin } from './renderer-files'
import { fill, nativeWords } from './words'

const startChoices = ['restore', 'startAnew', 'retry', 'openFolder', 'openLogs', 'quit'] as const
export type StartChoice = (typeof startChoices)[number]

export interface StartFailure {
  readonly error: WireError
  readonly language: Language
  /** When the last backup that was not tried yet was made, epoch ms; null where there is none. */
  readonly backupAt: number | null
}

const choiceAddress = `${appOrigin}/start-choice/`

/** The choice that a link of the page stands for, or null for any other address. */
export function startChoiceOf(url: string): StartChoice | null {
  return startChoices.find((choice) => url === choiceAddress + choice) ?? null
}

/** @param nonce of the page's only style element. */
export function startFailurePage({ error, language, backupAt }: StartFailure, nonce: string): string {
  const words = nativeWords(language).startFailure
  const hasEnded = error.code === 'core_ended'
  const isDamaged = error.code === 'database_damaged' || error.code === 'database_foreign'
  // what another process has open, or a backup that is being put back, is waited for
  const isReplaceable = backupAt !== null && error.kind !== 'busy'
  // data that were opened before are tried again first
  const choices: readonly StartChoice[] = hasEnded
    ? ['retry', ...startChoices.filter((choice) => choice !== 'retry')]
    : startChoices
  const offered = choices.filter((choice) =>
    choice === 'restore' ? isReplaceable : choice === 'startAnew' ? isDamaged : true,
  )
  const links = offered.map((choice, index) => {
    const look = index === 0 ? 'first' : 'other'
    return `<a class="${look}" href="${choiceAddress}${choice}"${index === 0 ? ' autofocus' : ''}>${escapeHtml(words[choice])}</a>`
  })
  const date =
    backupAt === null
      ? ''
      : new Date(backupAt).toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB', {
          dateStyle: 'long',
          timeStyle: 'short',
        })
  const hints = [
    ...(!isReplaceable ? [] : [fill(words.restoreHint, language, { date })]),
    ...(isDamaged ? [words.startAnewHint] : []),
  ]
  const hint = hints.map((text) => `<p class="quiet">${escapeHtml(text)}</p>`).join('\n')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
<title>Griot</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(hasEnded ? words.endedTitle : words.title)}</h1>
<p>${escapeHtml(hasEnded ? words.ended : errorSentence(error, language))}</p>
<p>${escapeHtml(hasEnded ? words.endedUntouched : words.untouched)}</p>
${hint}
<nav>${links.join('\n')}</nav>
</main>
</body>
</html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** The colours of src/styles/tokens.css, which this page can't load. */
const style = `
:root { color-scheme: light dark; --canvas: #faf8f5; --ink: #211f2d; --muted: #585463; --line: #e5e0d8; --surface: #fff; --accent: #423ca6; --focus: #5a53cf; }
@media (prefers-color-scheme: dark) {
  :root { --canvas: #16151d; --ink: #eceaf3; --muted: #b3afc0; --line: #32303e; --surface: #1d1c26; --accent: #6a63de; --focus: #8f89f0; }
}
body { margin: 0; background: var(--canvas); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; cursor: default; }
main { box-sizing: border-box; max-width: 560px; min-height: 100vh; margin: auto; padding: 32px; display: flex; flex-direction: column; justify-content: center; }
h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.3; }
p { margin: 0 0 12px; overflow-wrap: anywhere; user-select: text; }
.quiet { color: var(--muted); font-size: 13px; }
nav { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
a { padding: 8px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); color: inherit; text-decoration: none; cursor: default; }
a.first { border-color: var(--accent); background: var(--accent); color: #fff; }
a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
`
