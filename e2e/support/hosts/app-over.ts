import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import Conf from 'conf';
import { type App, type AppOptions, createApp } from '../../../electron/app.ts';
import type { Ending } from '../../../electron/changes/core/run-work.ts';
import { router } from '../../../electron/router/router.ts';
import { DOCUMENT_NAME } from '../../../electron/storage/document.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { REACH_SOON } from '../changes/memory.ts';

export type AppOver = {
  readonly app: App;
  /** The application's procedures, as the page calls them. */
  readonly client: RouterClient<typeof router>;
  /** Ends the application and starts it again on the same data folder; `ending` is what becomes of work that can be continued. */
  restart(ending?: Ending): Promise<void>;
  stop(): Promise<void>;
};

/** The application on its own data folder, with one connection `c` to `url` without a sign-in. */
export async function startAppOver(url: string, more: Partial<Connection> = {}, options: Partial<AppOptions> = {}): Promise<AppOver> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-app-'));
  const open = (): Promise<App> =>
    createApp({
      dataFolder: folder,
      store: new Conf({ cwd: folder, configName: DOCUMENT_NAME }),
      damagedFile: undefined,
      version: 'test',
      reachAgain: REACH_SOON,
      ...options,
    });
  let app = await open();
  let client = createRouterClient(router, { context: app.services });
  const connection: Connection = {
    ...{ id: 'c', name: 'n', url, signIn: 'none', username: '', helper: '', secret: 'none', readOnly: false },
    ...{ ca: '', clientCertificate: '', hasClientKey: false, fingerprint: '', pinned: [], recent: [], trustedRealms: [], sample: false },
    proxy: { kind: 'none', url: '', username: '', hasPassword: false },
    protectedTags: [],
    ...more,
  } as Connection;
  app.services.document.connections = [connection];
  return {
    get app() {
      return app;
    },
    get client() {
      return client;
    },
    async restart(ending) {
      await app.close(undefined, ending);
      app = await open();
      client = createRouterClient(router, { context: app.services });
    },
    async stop() {
      await app.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
