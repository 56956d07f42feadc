import { existsSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Connection, connectionSchema } from '../../shared/contract/connections.ts';
import { defaultSettings, type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import { Failure, storageFailure } from '../../shared/errors.ts';

/** The name of the one file of connections and settings, without its ending. */
export const DOCUMENT_NAME = 'longshore';

/** What electron-store and conf have in common: the whole file as one value, read and written atomically. */
export type DocumentStore = { store: Record<string, unknown> };

const documentSchema = z.object({
  version: z.literal(1),
  connections: z.array(connectionSchema),
  // Settings are comfort: a part that cannot be read falls back to its default and takes nothing else along.
  settings: z.record(z.string(), z.unknown()).default({}),
});

function readSettings(raw: Record<string, unknown>): Settings {
  const parts = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(raw[key]);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return { ...defaultSettings, ...Object.fromEntries(parts) };
}

function isReadable(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && (Object.keys(value).length === 0 || documentSchema.safeParse(value).success);
  } catch {
    return false;
  }
}

/**
 * Before the store is opened: a file that cannot be read as this version's is renamed, never overwritten. Returns the new name of a file
 * that was set aside. @throws Failure STORAGE when it cannot even be renamed.
 */
export function setAsideDamaged(folder: string): string | undefined {
  const path = join(folder, `${DOCUMENT_NAME}.json`);
  try {
    if (!existsSync(path) || isReadable(readFileSync(path, 'utf8'))) return undefined;
    const aside = join(folder, `${DOCUMENT_NAME}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
    renameSync(path, aside);
    return basename(aside);
  } catch (error) {
    throw storageFailure(path, error);
  }
}

/** Connections and settings in one schema-versioned file without any secret. */
export class AppDocument {
  private readonly backing: DocumentStore;
  private readonly path: string;

  constructor(backing: DocumentStore, path: string) {
    this.backing = backing;
    this.path = path;
  }

  get connections(): Connection[] {
    return this.read().connections;
  }

  set connections(connections: Connection[]) {
    this.write({ ...this.read(), connections });
  }

  get settings(): Settings {
    return readSettings(this.read().settings);
  }

  set settings(settings: Settings) {
    this.write({ ...this.read(), settings });
  }

  private read(): z.infer<typeof documentSchema> {
    const { store } = this.backing;
    if (Object.keys(store).length === 0) return { version: 1, connections: [], settings: {} };
    const parsed = documentSchema.safeParse(store);
    // Somebody else wrote it meanwhile: taking it for empty would overwrite it with the next setting.
    if (!parsed.success) throw new Failure('STORAGE', { path: this.path, reason: 'it was changed and cannot be read' });
    return parsed.data;
  }

  private write(document: z.infer<typeof documentSchema>): void {
    try {
      this.backing.store = documentSchema.parse(document);
    } catch (error) {
      throw storageFailure(this.path, error);
    }
  }
}
