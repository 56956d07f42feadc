import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DOCUMENT_NAME } from '../../../electron/storage/document.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { Settings } from '../../../shared/contract/settings.ts';

/** A registry without a sign-in, as it is saved; its name is its id. */
export function savedConnection(name: string, url: string): Connection {
  return {
    ...{ id: name, name, url, signIn: 'none', username: '', helper: '', secret: 'none', readOnly: false },
    ...{ ca: '', clientCertificate: '', hasClientKey: false, fingerprint: '', pinned: [], recent: [], trustedRealms: [], sample: false },
    proxy: { kind: 'none', url: '', username: '', hasPassword: false },
    protectedTags: [],
    folder: '',
    colour: 'none',
    production: false,
  };
}

/** Saves these in a data folder that no host has opened yet. */
export function saveConnections(dataFolder: string, connections: readonly Connection[], settings: Partial<Settings> = {}): Promise<void> {
  return writeFile(join(dataFolder, `${DOCUMENT_NAME}.json`), JSON.stringify({ version: 1, connections, settings }));
}
