import { assertNever } from '../../shared/assert-never.ts';
import { COMMANDS, COMMON, type Command } from './commands.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

const ALL: readonly Command[] = COMMANDS;
const names = ALL.map(({ name }) => name).join(' ');
const flagsOf = ({ options }: Command): string => [...options, ...COMMON].map(({ name }) => `--${name}`).join(' ');

const bash = (): string => `_longshore() {
  local word=\${COMP_WORDS[COMP_CWORD]} words
  if [ "$COMP_CWORD" = 1 ]; then words='${names}'
  else case \${COMP_WORDS[1]} in
${ALL.map((command) => `    ${command.name}) words='${flagsOf(command)}' ;;`).join('\n')}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _longshore longshore
`;

/** A text within single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const zsh = (): string => `#compdef longshore
_longshore() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${ALL.map(({ name, summary }) => `      ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  case $words[2] in
${ALL.map((command) => `    ${command.name}) compadd -- ${flagsOf(command)} ;;`).join('\n')}
  esac
  _files
}
compdef _longshore longshore
`;

/** A text within single quotes of fish, where a backslash means something. */
const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const fish = (): string =>
  ALL.flatMap((command) => [
    `complete -c longshore -n __fish_use_subcommand -a ${command.name} -d ${fishQuoted(command.summary)}`,
    ...[...command.options, ...COMMON].map(
      ({ name, value, text }) =>
        `complete -c longshore -n '__fish_seen_subcommand_from ${command.name}' -l ${name}${value === undefined ? '' : ' -r'} -d ${fishQuoted(text)}`,
    ),
  ])
    .map((line) => `${line}\n`)
    .join('');

/** What a shell reads to complete commands and options. */
export function completionFor(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return bash();
    case 'zsh':
      return zsh();
    case 'fish':
      return fish();
    default:
      return assertNever(shell);
  }
}

/** `completion SHELL`: prints what the shell reads. */
export async function completion({ given, output }: Context): Promise<void> {
  const shell = shells.find((known) => known === given.operands[0]);
  if (!shell) throw new Refusal('usage', `Completions are for ${shells.join(', ')}.`);
  await output.raw(completionFor(shell));
}
