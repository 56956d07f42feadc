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

const VERSION = 1;

/** What every version has in common. What a later one adds, or means otherwise, is kept as it stands. */
const documentSchema = z.looseObject({
  version: z.number().int().min(VERSION),
  connections: z.unknown(),
  // A setting that cannot be read falls back to its default and does not affect the others.
  settings: z.record(z.string(), z.unknown()).catch({}),
});

type RawDocument = z.infer<typeof documentSchema>;

/** Undefined for what is no file of this or a later version. */
function readDocument(value: unknown): RawDocument | undefined {
  const parsed = documentSchema.safeParse(value);
  const isWhole = parsed.success && (parsed.data.version > VERSION || Array.isArray(parsed.data.connections));
  return isWhole ? parsed.data : undefined;
}

/** Files of earlier versions name the place in two settings of their own. */
function withPlace(raw: Record<string, unknown>): Record<string, unknown> {
  const { connectionId, repository } = raw;
  if ('place' in raw || typeof connectionId !== 'string') return raw;
  return { ...raw, place: { connectionId, ...(typeof repository === 'string' ? { repository } : {}) } };
}

function readSettings(saved: Record<string, unknown>): Settings {
  const raw = withPlace(saved);
  const parts = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(raw[key]);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return { ...defaultSettings, ...Object.fromEntries(parts) };
}

function readConnections({ connections }: RawDocument): { readonly known: Connection[]; readonly others: number } {
  const all: unknown[] = Array.isArray(connections) ? connections : [];
  const known = all.flatMap((entry) => connectionSchema.safeParse(entry).data ?? []);
  return { known, others: Array.isArray(connections) ? all.length - known.length : 1 };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The new value with what this version did not understand in the old one. What it understood and the new value lacks is gone: a place without a tag
 * has none.
 */
function keepUnknown(before: unknown, understood: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(understood) || !isObject(after)) return after;
  const unknown = Object.entries(before).filter(([key]) => !(key in understood));
  const merged = Object.entries(after).map(([key, value]) => [key, keepUnknown(before[key], understood[key], value)] as const);
  return { ...Object.fromEntries(unknown), ...Object.fromEntries(merged) };
}

/** The list as it is saved: connections that are not understood are kept in their position. */
function mergeConnections(before: readonly unknown[], after: readonly Connection[]): unknown[] {
  const savedById = new Map(
    before.flatMap((raw) => {
      const { data } = connectionSchema.safeParse(raw);
      return data ? [[data.id, { raw, understood: data }] as const] : [];
    }),
  );
  const left = after.map((connection) => {
    const saved = savedById.get(connection.id);
    return keepUnknown(saved?.raw, saved?.understood, connection);
  });
  const merged = before.flatMap((entry) => (connectionSchema.safeParse(entry).success ? left.splice(0, 1) : [entry]));
  return [...merged, ...left];
}

/** The settings as they are saved: what did not change is as it was, also where it is not understood. */
function mergeSettings(before: Record<string, unknown>, after: Settings): Record<string, unknown> {
  const understood: Record<string, unknown> = readSettings(before);
  const changed = Object.entries(after).filter(
    ([key, value]) => !(key in before) || JSON.stringify(understood[key]) !== JSON.stringify(value),
  );
  return { ...before, ...Object.fromEntries(changed.map(([key, value]) => [key, keepUnknown(before[key], understood[key], value)])) };
}

function isReadable(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && (Object.keys(value).length === 0 || readDocument(value) !== undefined);
  } catch {
    return false;
  }
}

/** Whether the file of a data folder is there and cannot be read as one of this or a later version. @throws the file system's error. */
export function isDamaged(folder: string): boolean {
  const path = join(folder, `${DOCUMENT_NAME}.json`);
  return existsSync(path) && !isReadable(readFileSync(path, 'utf8'));
}

/**
 * Before the store is opened: a file that cannot be read as one of this or a later version is renamed, never overwritten. Returns the new
 * name of a file that was set aside. @throws Failure STORAGE when it cannot even be renamed.
 */
export function setAsideDamaged(folder: string): string | undefined {
  const path = join(folder, `${DOCUMENT_NAME}.json`);
  try {
    if (!isDamaged(folder)) return undefined;
    const aside = join(folder, `${DOCUMENT_NAME}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
    renameSync(path, aside);
    return basename(aside);
  } catch (error) {
    throw storageFailure(path, error);
  }
}

/** Whether a file is not there or holds an empty object: a store gives the same for a file that is something else. */
function isNothing(path: string): boolean {
  if (!existsSync(path)) return true;
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isObject(value) && Object.keys(value).length === 0;
}

/** Connections and settings in one versioned file without any secret. Parts that are not understood are kept unchanged. */
export class AppDocument {
  private readonly backing: DocumentStore;
  private readonly path: string;

  constructor(backing: DocumentStore, path: string) {
    this.backing = backing;
    this.path = path;
  }

  get connections(): Connection[] {
    return readConnections(this.read()).known;
  }

  set connections(after: Connection[]) {
    const document = this.read();
    // A later version keeps them in another way: adding to that would be a guess.
    if (!Array.isArray(document.connections)) throw new Failure('STORAGE', { path: this.path, reason: 'later-version', code: '' });
    this.write({ ...document, connections: mergeConnections(document.connections, connectionSchema.array().parse(after)) });
  }

  /** How many connections are in the file and not understood. */
  get notUnderstood(): number {
    return readConnections(this.read()).others;
  }

  get settings(): Settings {
    return readSettings(this.read().settings);
  }

  set settings(after: Settings) {
    const document = this.read();
    this.write({ ...document, settings: mergeSettings(document.settings, after) });
  }

  private read(): RawDocument {
    const document = this.readStored();
    // Somebody else wrote it meanwhile: taking it for empty would overwrite it with the next setting.
    if (!document) throw new Failure('STORAGE', { path: this.path, reason: 'changed', code: '' });
    return document;
  }

  private readStored(): RawDocument | undefined {
    try {
      const { store } = this.backing;
      if (Object.keys(store).length > 0) return readDocument(store);
      return isNothing(this.path) ? { version: VERSION, connections: [], settings: {} } : undefined;
    } catch {
      return undefined;
    }
  }

  private write(document: RawDocument): void {
    try {
      // What is undefined is not saved: a value of the store is what its JSON says.
      this.backing.store = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
    } catch (error) {
      throw storageFailure(this.path, error);
    }
  }
}
