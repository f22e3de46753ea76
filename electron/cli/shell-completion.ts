/**
 * What a shell needs to complete commands and options by the Tab key, written from the command tree itself. Where neither
 * fits, the shell offers files.
 */
import type { Command, Option } from 'commander'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

interface Place {
  /** Names from the root: `griot account add`. */
  readonly path: string
  readonly commands: readonly Command[]
  readonly options: readonly Option[]
}

/** The script for a shell, as lines. */
export function completionScript(program: Command, shell: Shell): readonly string[] {
  const places = [...placesOf(program, program.name())]
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](places)
}

function* placesOf(command: Command, path: string): Generator<Place> {
  const options = command.createHelp().visibleOptions(command)
  yield { path, commands: command.commands, options: options.filter(({ long }) => long !== undefined) }
  for (const child of command.commands) yield* placesOf(child, `${path} ${child.name()}`)
}

/** In single quotes, as bash and zsh read them. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const wordsOf = ({ commands, options }: Place): string =>
  [...commands.map((command) => command.name()), ...options.map(({ long }) => long ?? '')].join(' ')

const deeper = (places: readonly Place[]): string =>
  places
    .slice(1)
    .map(({ path }) => quoted(path))
    .join('|')

function bashScript(places: readonly Place[]): string[] {
  return [
    '# griot completion bash > ~/.local/share/bash-completion/completions/griot',
    '_griot() {',
    '  local path=griot words= index',
    '  for ((index = 1; index < COMP_CWORD; index++)); do',
    '    case "$path ${COMP_WORDS[index]}" in',
    `      ${deeper(places)}) path="$path \${COMP_WORDS[index]}" ;;`,
    '    esac',
    '  done',
    '  case "$path" in',
    ...places.map((place) => `    ${quoted(place.path)}) words=${quoted(wordsOf(place))} ;;`),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _griot griot',
  ]
}

function zshScript(places: readonly Place[]): string[] {
  const entry = (name: string, text: string): string => quoted(`${name}:${text.replaceAll(':', '\\:')}`)
  const list = ({ path, commands, options }: Place): string[] => [
    `    ${quoted(path)})`,
    '      offered=(',
    ...commands.map((command) => `        ${entry(command.name(), command.description())}`),
    ...options.map((option) => `        ${entry(option.long ?? '', option.description)}`),
    '      ) ;;',
  ]
  return [
    '#compdef griot',
    '# griot completion zsh > a folder of $fpath, as _griot',
    '_griot() {',
    '  local at=griot word',
    '  local -a offered',
    '  for word in "${(@)words[2,CURRENT-1]}"; do',
    '    case "$at $word" in',
    `      ${deeper(places)}) at="$at $word" ;;`,
    '    esac',
    '  done',
    '  case "$at" in',
    ...places.flatMap(list),
    '  esac',
    "  _describe -t griot 'griot' offered || _files",
    '}',
    'if [ "$funcstack[1]" = "_griot" ]; then _griot "$@"; else compdef _griot griot; fi',
  ]
}

function fishScript(places: readonly Place[]): string[] {
  const fish = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const line = (path: string, ...words: readonly string[]): string =>
    ['complete -c griot', '-n', fish(`__griot_at ${fish(path)}`), ...words].join(' ')
  return [
    '# griot completion fish > ~/.config/fish/completions/griot.fish',
    'function __griot_at',
    '  set -l at griot',
    '  for word in (commandline -opc)[2..-1]',
    '    switch "$at $word"',
    `      case ${places
      .slice(1)
      .map(({ path }) => fish(path))
      .join(' ')}`,
    '        set at "$at $word"',
    '    end',
    '  end',
    '  test "$at" = "$argv[1]"',
    'end',
    ...places.flatMap(({ path, commands, options }) => [
      ...commands.map((command) => line(path, '-f', '-a', command.name(), '-d', fish(command.description()))),
      ...options.map(({ long, required, description }) =>
        line(path, '-l', (long ?? '').slice(2), ...(required ? ['-r'] : []), '-d', fish(description)),
      ),
    ]),
  ]
}
