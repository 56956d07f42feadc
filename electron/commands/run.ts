import type { Writable } from 'node:stream';
import { displayText } from '../../shared/text.ts';
import { type Given, readArguments } from './arguments.ts';
import { type CommandName, commandOf, loadCommand } from './commands.ts';
import { type CommandClient, Context, type Input } from './context.ts';
import { type Exit, exitCodes, exitOf, Refusal } from './exit-codes.ts';
import { Output } from './output.ts';

/** The application as a command reaches it. */
export type Reached = { readonly client: CommandClient; close(): Promise<void> };

export type Surroundings = {
  readonly out: Writable;
  readonly err: Writable;
  readonly input: Input;
  readonly signal: AbortSignal;
  /** Opens a link once the command has ended. */
  readonly openLater: (link: string, dataFolder: string | undefined) => void;
  /** Reaches the application of a data folder, of the usual one where none is given. @throws Refusal. */
  reach(dataFolder: string | undefined): Promise<Reached>;
};

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

async function tell({ err }: Surroundings, error: unknown, isJson: boolean): Promise<void> {
  if (error instanceof Refusal) {
    const value = { error: { code: error.exit, message: error.message } };
    err.write(isJson ? `${JSON.stringify(value)}\n` : `longshore: ${displayText(error.message)}\n`);
    return;
  }
  const [{ failureWords }, { readFailure }] = await Promise.all([import('./words.ts'), import('../../shared/shown-failure.ts')]);
  const { title, detail } = failureWords(error);
  const { code, data } = readFailure(error);
  if (isJson) err.write(`${JSON.stringify({ error: { code, data, message: `${title}. ${detail}` } })}\n`);
  else err.write(`longshore: ${displayText(title)}\n  ${displayText(detail).replaceAll('\n', '\n  ')}\n`);
}

async function carryOut(surroundings: Surroundings, name: CommandName, given: Given): Promise<void> {
  const { out, err, input, signal } = surroundings;
  const run = await loadCommand(name);
  const { client, close } = await surroundings.reach(given.value('data-dir'));
  try {
    const openLater = (link: string): void => surroundings.openLater(link, given.value('data-dir'));
    await run(new Context({ client, given, input, signal, openLater, output: new Output({ out, err }, given.has('json')) }));
  } finally {
    await close();
  }
}

/** Carries out a command of the command line; the code that the process ends with. Says what went wrong on standard error. */
export async function runCommand(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const [name = '', ...rest] = argv;
  const isJson = rest.includes('--json');
  let exit: Exit = 'done';
  try {
    const command = commandOf(name);
    if (!command) throw new Refusal('usage', `There is no command "${name}". longshore --help lists them.`);
    const given = readArguments(command, rest);
    if (given.has('help')) surroundings.out.write(`${(await import('./help.ts')).commandHelp(command)}\n`);
    else await carryOut(surroundings, command.name, given);
  } catch (error) {
    if (surroundings.signal.aborted && !(error instanceof Refusal)) exit = 'interrupted';
    else {
      exit = isAbort(error) ? 'interrupted' : exitOf(error);
      await tell(surroundings, error, isJson);
    }
  }
  return exitCodes[exit].code;
}
