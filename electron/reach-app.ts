import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { Refusal } from './commands/exit-codes.ts';
import type { Reached } from './commands/run.ts';
import { LineSocket } from './line-socket.ts';
import { askForCalls, whoHolds } from './second-start.ts';
import { prepareDataFolder } from './storage/data-folder.ts';
import { FolderLock, type Holder, readHolder } from './storage/folder-lock.ts';

export type ReachOptions = {
  readonly dataFolder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** Says something on the terminal. */
  readonly say: (text: string) => void;
};

/** ms that a command waits for another one that has the data folder, or for a host that comes up or goes down; and ms until that is said. */
const PATIENCE = 60_000;
const SAY_AFTER = 2_000;

/** The application in this process, which has the data folder until it is closed. */
async function ownApp({ dataFolder, version }: ReachOptions, lock: FolderLock): Promise<Reached> {
  lock.announce({ host: 'command', pid: process.pid, started: new Date().toISOString(), endpoint: '' });
  const [{ createRouterClient }, { default: Conf }, { createApp }, { router }, { DOCUMENT_NAME, isDamaged }] = await Promise.all([
    import('@orpc/server'),
    import('conf'),
    import('./app.ts'),
    import('./router/router.ts'),
    import('./storage/document.ts'),
  ]);
  // The window sets it aside and says so: a command would leave no trace of that.
  if (isDamaged(dataFolder)) {
    lock.release();
    const path = join(dataFolder, `${DOCUMENT_NAME}.json`);
    throw new Refusal('failed', `${path} is damaged. Start Longshore once: it keeps the file under another name and begins anew.`);
  }
  const store = new Conf({ cwd: dataFolder, configName: DOCUMENT_NAME, projectName: 'Longshore', configFileMode: 0o600 });
  const app = await createApp({ dataFolder, store, damagedFile: undefined, version, isCommand: true });
  return {
    client: createRouterClient(router, { context: app.services }),
    async close() {
      await app.close();
      lock.release();
    },
  };
}

/** The application of the process that has the data folder; undefined while it does not answer. @throws Refusal for one of another version. */
async function appOf(holder: Holder, version: string): Promise<Reached | undefined> {
  if (holder.host === 'command') return undefined;
  const answer = await askForCalls(holder, version);
  if (answer.kind === 'no-answer') return undefined;
  if (answer.kind === 'other-version')
    throw new Refusal(
      'failed',
      `${whoHolds(holder)} It is version ${answer.version}, and this is ${version}: end it, or use its own command line.`,
    );
  const line = new LineSocket(answer.socket);
  const link = new RPCLink({
    websocket: line as unknown as Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'>,
  });
  return { client: createORPCClient(link), close: async () => line.close() };
}

/** Reaches the application of a data folder: in the process that has it, or in this one. @throws Refusal. */
export async function reachApp(options: ReachOptions): Promise<Reached> {
  const { dataFolder, version, signal, say } = options;
  prepareDataFolder(dataFolder);
  const from = performance.now();
  let wasSaid = false;
  let holder: Holder | undefined;
  do {
    const lock = FolderLock.take(dataFolder);
    if (lock) return await ownApp(options, lock);
    holder = readHolder(dataFolder);
    const reached = holder && (await appOf(holder, version));
    if (reached) return reached;
    if (!wasSaid && performance.now() - from > SAY_AFTER) {
      say(`${whoHolds(holder)} Waiting for it.`);
      wasSaid = true;
    }
    await wait(50, undefined, { signal });
  } while (performance.now() - from < PATIENCE);
  throw new Refusal('failed', `${whoHolds(holder)} It does not answer commands.`);
}
