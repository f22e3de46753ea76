/**
 * What `--help` says, in the reader's language: every command, argument and option gets its line from help.fr.ts or
 * help.en.ts, and the general options are understood before and after every command.
 */
import { Help, Option, type Command } from 'commander'
import type { Language } from '@shared/language'
import { help as english } from './help.en'
import { help as french } from './help.fr'

export interface HelpTexts {
  readonly about: string
  /** Commander's own headings and placeholders, as it writes them. */
  readonly titles: Readonly<Record<string, string>>
  /** By path: `account`, `account add`. */
  readonly commands: Readonly<Record<string, string>>
  /** By name in the usage line, or by path and name where a command means something of its own. */
  readonly arguments: Readonly<Record<string, string>>
  /** By long flag, or by path and long flag. */
  readonly options: Readonly<Record<string, string>>
  /** By path: lines that can be typed as they stand. */
  readonly examples: Readonly<Record<string, readonly string[]>>
}

/** Gives the whole tree its texts; nothing is printed or ended behind our back. */
export function describe(program: Command, language: Language): void {
  const texts = language === 'fr' ? french : english
  program.description(texts.about)
  for (const [command, path] of everyCommand(program, '')) describeOne(command, path, texts)
}

function describeOne(command: Command, path: string, texts: HelpTexts): void {
  const general = texts.titles['General options:'] ?? ''
  if (path !== '') command.description(texts.commands[path] ?? '')
  for (const argument of command.registeredArguments) {
    argument.description = texts.arguments[`${path} ${argument.name()}`] ?? texts.arguments[argument.name()] ?? ''
  }
  for (const option of command.options) {
    const flag = option.long ?? ''
    option.description = texts.options[`${path} ${flag}`] ?? texts.options[flag] ?? ''
    if (flag === '--version') option.helpGroup(general)
  }
  const generalOptions = ['--data-dir <DIR>', '--json', '--lang <fr|en>'].map((flags) =>
    new Option(flags, texts.options[flags.split(' ')[0] ?? '']).helpGroup(general),
  )
  for (const option of generalOptions) command.addOption(option)
  command
    .addHelpOption(new Option('-h, --help', texts.options['--help']).helpGroup(general))
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined })
    .configureHelp({
      styleTitle: (title) => texts.titles[title] ?? title,
      commandUsage: (shown) => usageLine(shown, texts),
      subcommandTerm: (shown) => [shown.name(), ...shown.registeredArguments.map(argumentTerm)].join(' '),
      formatHelp: (shown, helper) => Help.prototype.formatHelp.call(helper, shown, helper) + examplesOf(path, texts),
    })
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
}

function examplesOf(path: string, { examples, titles }: HelpTexts): string {
  const lines = examples[path] ?? []
  return lines.length === 0 ? '' : ['', titles['Examples:'], ...lines.map((line) => `    ${line}`), ''].join('\n')
}

function usageLine(command: Command, texts: HelpTexts): string {
  const names: string[] = []
  for (let one: Command | null = command; one !== null; one = one.parent) names.unshift(one.name())
  return [
    ...names,
    ...(command.commands.length > 0 ? [texts.titles['[command]'] ?? ''] : []),
    ...command.registeredArguments.map(argumentTerm),
    ...command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags),
    texts.titles['[options]'] ?? '',
  ].join(' ')
}

function argumentTerm(argument: Command['registeredArguments'][number]): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`
  return argument.required ? name : `[${name}]`
}

function* everyCommand(command: Command, path: string): Generator<[Command, string]> {
  yield [command, path]
  for (const child of command.commands) yield* everyCommand(child, `${path} ${child.name()}`.trim())
}
