import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandOf } from './commands/commands.ts';
import { runCommand } from './commands/run.ts';
import { onInterrupt } from './on-interrupt.ts';
import { reachApp } from './reach-app.ts';

/** The version of the application, whose files are two folders below its top. */
function versionAt(top: string): string {
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The program that a command was given to. */
type CommandHost = {
  /** Where it keeps its data, unless the command names another folder. */
  readonly dataFolder: string;
  readonly exit: (code: number) => void;
  /** Goes on as a host that shows a link. `argv`: the link, and flags. */
  readonly open: (argv: readonly string[]) => unknown;
};

/** Carries out what the command line asks for, without a window, and ends the process with its code; `open` goes on as a host that shows a link. */
export async function startCommand(argv: readonly string[], host: CommandHost): Promise<void> {
  const version = versionAt(process.env['LONGSHORE_TOP'] ?? join(import.meta.dirname, '../..'));
  const stop = new AbortController();
  // A second one does not wait.
  const unhear = onInterrupt(
    ['SIGINT', 'SIGTERM'],
    () => stop.abort(),
    () => process.exit(130),
  );
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  // A change goes on to its end, whoever reads what it says.
  const isChange = commandOf(argv[0] ?? '')?.options.some(({ name }) => name === 'yes') === true;
  let isLost = false;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as head, ends the command without a word.
    const hasEnough = code === 'EPIPE';
    if (hasEnough && !isChange) process.exit(0);
    if (hasEnough || isLost) return;
    isLost = true;
    say(`longshore: Standard output cannot be written (${code}).`);
    if (!isChange) process.exit(1);
  });
  let toOpen: string[] | undefined;
  const code = await runCommand(argv, {
    out: process.stdout,
    err: process.stderr,
    input: process.stdin,
    signal: stop.signal,
    openLater: (link, folder) => {
      toOpen = [link, ...(folder === undefined ? [] : ['--data-dir', folder])];
    },
    reach: (folder) => reachApp({ dataFolder: resolve(folder || host.dataFolder), version, signal: stop.signal, say }),
  });
  if (code === 0 && toOpen) {
    unhear();
    await host.open(toOpen);
    return;
  }
  // What was written to a pipe is on its way until then.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
  host.exit(code === 0 && isLost ? 1 : code);
}
