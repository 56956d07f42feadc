import { COMMANDS, COMMON, type Command, type Option } from './commands.ts';

/** An option as it is written: `--filter QUERY`. */
export const usageOf = ({ name, value }: Option): string => `--${name}${value === undefined ? '' : ` ${value}`}`;

/** The line that shows how a command is used. */
export const synopsisOf = ({ name, operands, options }: Command): string =>
  ['longshore', name, operands, options.length > 0 ? '[options]' : ''].filter(Boolean).join(' ');

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

const optionRows = (options: readonly Option[]): string => columns(options.map((option) => [usageOf(option), option.text]));

/** What `longshore COMMAND --help` prints. */
export function commandHelp(command: Command): string {
  const own = command.options.length > 0 ? `\n\nOptions:\n${optionRows(command.options)}` : '';
  return `Usage: ${synopsisOf(command)}\n\n${command.summary}${own}\n\nCommon options:\n${optionRows(COMMON)}`;
}

/** The commands, as `longshore --help` lists them. */
export const commandList = (): string => columns(COMMANDS.map(({ name, operands, summary }) => [`${name} ${operands}`.trim(), summary]));
