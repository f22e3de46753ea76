/** The manual page of the command line (`man griot`), written from the command tree itself, in the language of its texts. */
import type { Argument, Command, Option } from 'commander'
import type { Language } from '@shared/language'

const titles: Readonly<
  Record<Language, Readonly<Record<'name' | 'synopsis' | 'description' | 'options' | 'commands', string>>>
> = {
  fr: { name: 'NOM', synopsis: 'SYNOPSIS', description: 'DESCRIPTION', options: 'OPTIONS', commands: 'COMMANDES' },
  en: { name: 'NAME', synopsis: 'SYNOPSIS', description: 'DESCRIPTION', options: 'OPTIONS', commands: 'COMMANDS' },
}

/** A page of section 1, as lines of roff. */
export function manualPage(program: Command, language: Language): readonly string[] {
  const words = titles[language]
  const general = new Set(optionsOf(program).map(({ long }) => long))
  const [summary = ''] = program.description().split(/(?<=\.) /)
  return [
    `.TH GRIOT 1 "" "griot ${program.version() ?? ''}"`,
    `.SH ${words.name}`,
    `griot \\- ${roff(summary.replace(/\.$/, ''))}`,
    `.SH ${words.synopsis}`,
    ...program.commands
      .flatMap((command) => leaves(command, 'griot'))
      .flatMap(({ command, path }) => ['.br', usage(command, path)]),
    `.SH ${words.description}`,
    roff(program.description()),
    `.SH ${words.options}`,
    ...optionsOf(program).flatMap(entry),
    `.SH ${words.commands}`,
    ...program.commands
      .flatMap((command) => leaves(command, 'griot'))
      .flatMap(({ command, path }) => [
        `.SS "${roff(path)}"`,
        roff(command.description()),
        ...command.registeredArguments.flatMap((argument) => [
          '.TP',
          `\\fI${roff(argument.name())}\\fR`,
          roff(argument.description),
        ]),
        ...optionsOf(command)
          .filter(({ long }) => !general.has(long))
          .flatMap(entry),
      ]),
  ]
}

interface Leaf {
  readonly command: Command
  readonly path: string
}

function leaves(command: Command, above: string): Leaf[] {
  const path = `${above} ${command.name()}`
  return command.commands.length === 0 ? [{ command, path }] : command.commands.flatMap((child) => leaves(child, path))
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command)
}

function usage(command: Command, path: string): string {
  const term = (argument: Argument): string => {
    const name = `\\fI${roff(argument.name())}\\fR${argument.variadic ? ' ...' : ''}`
    return argument.required ? name : `[${name}]`
  }
  return [`\\fB${roff(path)}\\fR`, ...command.registeredArguments.map(term), '[\\fI\\-\\-...\\fR]'].join(' ')
}

function entry({ flags, description }: Option): string[] {
  return ['.TP', `\\fB${roff(flags)}\\fR`, roff(description)]
}

/** Text as roff prints it: no line starts a request, hyphens are those that are typed. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1')
    .replaceAll('"', '\\(dq')
}
