import { COMMANDS, COMMON, type Command, type Option } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { synopsisOf, usageOf } from './help.ts';

/** Text as roff reads it: a hyphen is one that can be copied, and no line begins with a request (man-pages(7)). */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(['.])/gm, '\\&$1');

const optionsOf = (options: readonly Option[]): string =>
  options.map((option) => `.TP\n.B ${roff(usageOf(option))}\n${roff(option.text)}.`).join('\n');

const commandOf = (command: Command): string =>
  `.SS ${roff(synopsisOf(command))}\n${roff(command.summary)}.${command.options.length > 0 ? `\n${optionsOf(command.options)}` : ''}`;

/** The man page longshore(1), from the table of commands. */
export const manPage = (version: string): string => `.TH LONGSHORE 1 "" "Longshore ${version}" "User Commands"
.SH NAME
longshore \\- see what is in private container registries, and change it safely
.SH SYNOPSIS
.B longshore
[\\fIflags\\fR] [\\fIlongshore://open?ref=...\\fR]
.br
.B longshore
\\fICOMMAND\\fR [\\fIoptions\\fR]
.SH DESCRIPTION
Without a command, opens Longshore. A command answers on the terminal, from the registries that are saved. A registry that is not saved is never asked.
A reference is HOST/REPOSITORY:TAG or HOST/REPOSITORY@DIGEST; instead of the host, the name may stand that the registry has in Longshore.
Passwords come from the keychain of the system, or from standard input; never from arguments or the environment.
.SH COMMANDS
${COMMANDS.map(commandOf).join('\n')}
.SH COMMON OPTIONS
${optionsOf(COMMON)}
.SH EXIT STATUS
${Object.values(exitCodes)
  .map(({ code, text }) => `.TP\n.B ${code}\n${roff(text)}.`)
  .join('\n')}
.SH ENVIRONMENT
.TP
.B NO_COLOR
Nothing is printed bold.
`;
