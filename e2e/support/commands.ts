import { PassThrough, Readable } from 'node:stream';
import type { CommandClient } from '../../electron/commands/context.ts';
import { runCommand } from '../../electron/commands/run.ts';

/** What a command printed, and what it ended with. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string; readonly opened: string | undefined };

export type RunOptions = {
  /** What stands on standard input. */
  readonly input?: string;
  /** Whether a person sits at a terminal and types it. */
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
};

function collecting(): { readonly stream: PassThrough; readonly text: () => string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

/** Carries out a command over the procedures of an application that runs. */
export async function runOver(client: CommandClient, argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [out, err] = [collecting(), collecting()];
  const input = Object.assign(Readable.from(options.input === undefined ? [] : [options.input]), { isTTY: options.isTerminal ?? false });
  let opened: string | undefined;
  const code = await runCommand(argv, {
    out: out.stream,
    err: err.stream,
    input,
    signal: options.signal ?? new AbortController().signal,
    openLater: (link) => {
      opened = link;
    },
    reach: async () => ({ client, close: async () => {} }),
  });
  return { code, out: out.text(), err: err.text(), opened };
}

/** The lines of JSON that a command printed. */
export const linesOf = ({ out }: Ran): unknown[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
