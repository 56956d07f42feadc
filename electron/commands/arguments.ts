import { parseArgs } from 'node:util';
import { COMMON, type Command, type Option } from './commands.ts';
import { Refusal } from './exit-codes.ts';

export type Given = {
  readonly operands: readonly string[];
  /** Whether an option without a value was given. */
  has(name: string): boolean;
  /** The value of an option. */
  value(name: string): string | undefined;
  /** The values of one that may be given several times. */
  values(name: string): readonly string[];
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** The first sentence of what `parseArgs` says: the others are about how to write file names. */
const sentenceOf = (error: unknown): string => `${(error instanceof Error ? error.message : '').split('. ')[0]?.replace(/\.$/, '')}.`;

/** An option and its value as one word: a value such as `-rc` is else taken for an option. */
function joined(options: readonly Option[], argv: readonly string[]): string[] {
  const words: string[] = [];
  const names = new Set(options.flatMap(({ name, value }) => (value === undefined ? [] : `--${name}`)));
  for (let i = 0; i < argv.length; i++) {
    const [word = '', next] = [argv[i], argv[i + 1]];
    if (word === '--') return [...words, ...argv.slice(i)];
    const takesNext = names.has(word) && next !== undefined;
    words.push(takesNext ? `${word}=${next}` : word);
    if (takesNext) i++;
  }
  return words;
}

/** What follows the name of a command. @throws Refusal `usage`. */
export function readArguments(command: Command, argv: readonly string[]): Given {
  const all: readonly Option[] = [...COMMON, ...command.options];
  const options = Object.fromEntries(
    all.map(({ name, value, many }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: many === true },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: joined(all, argv), options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!codeOf(error).startsWith('ERR_PARSE_ARGS')) throw error;
    throw new Refusal('usage', `${sentenceOf(error)} ${hint(command)}`);
  }
  const { values, positionals } = parsed;
  const [least, most] = command.count;
  if (values['help'] !== true && positionals.length < least)
    throw new Refusal('usage', `${command.name} needs ${command.operands}. ${hint(command)}`);
  if (positionals.length > most) throw new Refusal('usage', `${command.name} does not take "${positionals[most]}". ${hint(command)}`);
  return {
    operands: positionals,
    has: (name) => values[name] === true,
    value: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    values: (name) => [values[name] ?? []].flat().filter((value) => typeof value === 'string'),
  };
}

const hint = ({ name }: Command): string => `longshore ${name} --help shows how it is used.`;
