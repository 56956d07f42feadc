import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandOf } from './commands/commands.ts';
import { runCommand } from './commands/run.ts';
import { reachApp } from './reach-app.ts';
import { defaultDataFolder } from './storage/data-folder.ts';

/** Whether these arguments are for a command, and not for a window. */
export const isCommandLine = ([first]: readonly string[]): boolean => first !== undefined && commandOf(first) !== undefined;

/** The version of the application, whose files are two folders below its top. */
function versionAt(top: string): string {
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Carries out what the command line asks for, without a window; the code that the process ends with. */
export async function startCommand(argv: readonly string[]): Promise<number> {
  const version = versionAt(process.env['LONGSHORE_TOP'] ?? join(import.meta.dirname, '../..'));
  const stop = new AbortController();
  const onSignal = (): void => {
    // A second one does not wait.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A reader that has seen enough, such as head, ends the command without a word.
  process.stdout.on('error', () => process.exit(0));
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  return runCommand(argv, {
    out: process.stdout,
    err: process.stderr,
    input: process.stdin,
    signal: stop.signal,
    reach: (folder) => reachApp({ dataFolder: resolve(folder ?? defaultDataFolder()), version, signal: stop.signal, say }),
  });
}
