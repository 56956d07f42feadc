import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { MOST_OF_LINK } from '../shared/place.ts';
import { FolderLock, type Holder, readHolder } from './storage/folder-lock.ts';

// A data folder belongs to one process. A second start speaks to that process instead of opening the folder.

/** What a second start was asked to show: the sample registry, the place of a link, or the window alone. */
const requestSchema = z.object({
  sample: z.boolean(),
  link: z
    .string()
    .max(MOST_OF_LINK + 1)
    .optional(),
});
/** A browser host gives a fresh link; Electron has brought its window to the front. */
const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), url: z.string() }),
  z.object({ kind: z.literal('shown') }),
]);

/** A program of the command line wants to call procedures: it has to be of the same version, because the contract is. */
const callsSchema = z.object({ calls: z.string().max(64) });
const acceptedSchema = z.object({ accepted: z.string() });

/** Takes over a socket over which procedures are called. */
type AnswerCalls = { readonly version: string; readonly upgrade: (socket: Socket) => void };

export type SecondStart = z.infer<typeof requestSchema>;
type SecondAnswer = z.infer<typeof answerSchema>;

export type FirstStart = {
  readonly kind: 'first';
  /** From now on second starts are answered, and calls of the command line. @throws Failure STORAGE. */
  answer(how: (request: SecondStart) => Promise<SecondAnswer>, calls: AnswerCalls): Promise<void>;
  release(): void;
};

/** `holder` and `answer` are undefined where the process that holds the folder does not answer. */
export type LaterStart = { readonly kind: 'later'; readonly holder: Holder | undefined; readonly answer: SecondAnswer | undefined };

/** A line of a request or an answer, in characters: JSON writes one of a link as up to six, the address of a page as up to nine. */
const MOST_LINE = 10 * MOST_OF_LINK;
/** ms for the first process to come up and answer. */
const PATIENCE = 10_000;

async function firstLine(socket: Socket): Promise<string> {
  let text = '';
  // The answer goes over the same socket.
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
    if (text.length > MOST_LINE) break;
  }
  return '';
}

/** A named pipe on Windows; elsewhere a socket in a folder that only this person can enter, because socket paths are limited to about 100 bytes. */
function newEndpoint(): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\longshore-${randomUUID()}`;
  return join(mkdtempSync(join(tmpdir(), 'longshore-')), 'control');
}

function removeEndpoint(endpoint: string): void {
  if (process.platform === 'win32') return;
  try {
    rmSync(endpoint, { force: true });
    rmdirSync(dirname(endpoint));
  } catch {
    // The folder for temporary files was cleaned.
  }
}

async function answerOne(socket: Socket, how: (request: SecondStart) => Promise<SecondAnswer>, calls: AnswerCalls): Promise<void> {
  socket.setTimeout(PATIENCE, () => socket.destroy());
  const line: unknown = JSON.parse(await firstLine(socket));
  if (callsSchema.safeParse(line).success) return acceptCalls(socket, callsSchema.parse(line).calls, calls);
  const request = requestSchema.parse(line);
  socket.end(`${JSON.stringify(await how(request))}\n`);
}

/** The answer names the version of this process; calls of another one are not answered. */
function acceptCalls(socket: Socket, version: string, calls: AnswerCalls): void {
  const answer = `${JSON.stringify({ accepted: calls.version })}\n`;
  if (version !== calls.version) return void socket.end(answer);
  socket.setTimeout(0);
  calls.upgrade(socket);
  socket.write(answer);
}

function first(lock: FolderLock, host: Holder['host'], folder: string): FirstStart {
  // A process that was killed left its socket behind.
  const before = readHolder(folder);
  if (before) removeEndpoint(before.endpoint);
  const endpoint = newEndpoint();
  let close = (): void => {};
  return {
    kind: 'first',
    async answer(how, calls) {
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        socket.on('error', () => {});
        answerOne(socket, how, calls).catch(() => socket.destroy());
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(endpoint, resolve);
      });
      close = () => server.close();
      lock.announce({ host, pid: process.pid, started: new Date().toISOString(), endpoint });
    },
    release() {
      close();
      removeEndpoint(endpoint);
      lock.release();
    },
  };
}

async function ask({ endpoint }: Holder, request: SecondStart): Promise<SecondAnswer> {
  const socket = connect({ path: endpoint, allowHalfOpen: true });
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error('no answer')));
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    return answerSchema.parse(JSON.parse(await firstLine(socket)));
  } finally {
    socket.destroy();
  }
}

/** Why the process that has the folder does not answer calls: it is of another version, or it does not answer at all. */
export type CallsRefused = { readonly kind: 'other-version'; readonly version: string } | { readonly kind: 'no-answer' };

/** Asks the process that has the folder to answer calls of this version over a socket, which the caller closes. */
export async function askForCalls(
  { endpoint }: Holder,
  version: string,
): Promise<{ readonly kind: 'accepted'; readonly socket: Socket } | CallsRefused> {
  const socket = connect({ path: endpoint, allowHalfOpen: true });
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error('no answer')));
  try {
    socket.write(`${JSON.stringify({ calls: version })}\n`);
    const { accepted } = acceptedSchema.parse(JSON.parse(await firstLine(socket)));
    socket.setTimeout(0);
    if (accepted === version) return { kind: 'accepted', socket };
    socket.destroy();
    return { kind: 'other-version', version: accepted };
  } catch {
    socket.destroy();
    return { kind: 'no-answer' };
  }
}

/** Takes the data folder for this process, or asks the process that has it to show itself. @throws Failure STORAGE. */
export async function startOnce(folder: string, host: Holder['host'], request: SecondStart): Promise<FirstStart | LaterStart> {
  const until = performance.now() + PATIENCE;
  let holder: Holder | undefined;
  do {
    const lock = FolderLock.take(folder);
    if (lock) return first(lock, host, folder);
    // The first process may be coming up or going down: then it does not answer yet, or the lock is free a moment later.
    holder = readHolder(folder);
    const answer = holder && (await ask(holder, request).catch(() => undefined));
    if (answer) return { kind: 'later', holder, answer };
    await wait(100);
  } while (performance.now() < until);
  return { kind: 'later', holder, answer: undefined };
}

const HOSTS: Readonly<Record<Holder['host'], string>> = {
  electron: 'the desktop window',
  browser: 'the browser host',
  command: 'a command',
};

/** The process that has the folder, as a line for a person. */
export function whoHolds(holder: Holder | undefined): string {
  if (!holder) return 'Another process is using this data folder.';
  const host = HOSTS[holder.host];
  return `Process ${holder.pid} (${host}, started ${new Date(holder.started).toLocaleString('en')}) is using this data folder.`;
}
