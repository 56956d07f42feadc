import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { ImportProblem } from '../../../shared/contract/import.ts';
import { isFailure, storageFailure } from '../../../shared/errors.ts';
import { listHelper } from './credential-helper.ts';
import { type NamedCredential, readDockerConfig } from './docker-config.ts';
import { type EngineHost, readDaemonConfig, readHostsToml } from './engine-config.ts';
import { readServerKey } from './server-key.ts';
import type { ImportSource } from './sources.ts';

/** A registry that another tool knows, with its secrets: these stay in this process. */
export type FoundRegistry = {
  readonly address: string;
  readonly namespace: string;
  readonly credential: NamedCredential | undefined;
  /** What the helper says, where it lists its user names. */
  readonly username: string;
  readonly insecure: boolean;
  /** PEM. */
  readonly ca: string;
  readonly sources: readonly string[];
};

export type Found = { readonly registries: readonly FoundRegistry[]; readonly problems: readonly ImportProblem[] };

const LIMIT = 4 * 1024 * 1024;
/** As much as a saved registry holds. */
const CA_LIMIT = 256 * 1024;

const none = { namespace: '', credential: undefined, username: '', insecure: false, ca: '' };

class TooLarge extends Error {}

const HELPER_REASONS = ['helper-missing', 'helper-failed', 'helper-unreadable'] as const;

function reasonOf(error: unknown): ImportProblem['reason'] {
  if (error instanceof TooLarge) return 'too-large';
  if (isFailure(error, 'KEYCHAIN')) return HELPER_REASONS.find((reason) => reason === error.data.reason) ?? 'unreadable';
  // What has no code of the system was read, and is not in the format of its tool.
  if (!(error instanceof Error && 'code' in error)) return 'format';
  const failure = storageFailure('', error);
  const reason = isFailure(failure, 'STORAGE') ? failure.data.reason : 'other';
  return reason === 'missing' || reason === 'denied' ? reason : 'unreadable';
}

function ofCredential(credential: NamedCredential, source: string, username = ''): FoundRegistry[] {
  const key = readServerKey(credential.server);
  const own = 'username' in credential ? credential.username : username;
  return key ? [{ ...none, ...key, credential, username: own, sources: [source] }] : [];
}

/** What the store knows beyond the servers that the file names. */
async function ofStore(
  store: string,
  source: string,
  named: readonly NamedCredential[],
  problems: ImportProblem[],
): Promise<FoundRegistry[]> {
  try {
    const listed = await listHelper(store);
    const asked = new Set(named.filter(({ kind }) => kind === 'helper').map(({ server }) => server));
    const servers = [...new Set([...asked, ...listed.keys()])];
    return servers.flatMap((server) =>
      ofCredential({ kind: 'helper', server, helper: helperOf(named, server) ?? store }, source, listed.get(server) ?? ''),
    );
  } catch (error) {
    problems.push({ source: `docker-credential-${store}`, reason: reasonOf(error) });
    return named.filter(({ kind }) => kind === 'helper').flatMap((credential) => ofCredential(credential, source));
  }
}

function helperOf(named: readonly NamedCredential[], server: string): string | undefined {
  const found = named.find((credential) => credential.server === server);
  return found?.kind === 'helper' ? found.helper : undefined;
}

async function ofHost(host: EngineHost, source: string, problems: ImportProblem[]): Promise<FoundRegistry> {
  const files = await Promise.all(
    host.ca.map(async (path) => {
      try {
        const text = await readFile(isAbsolute(path) ? path : join(dirname(source), path), 'utf8');
        if (text.length > CA_LIMIT) throw new TooLarge();
        return text;
      } catch (error) {
        problems.push({ source: path, reason: reasonOf(error) });
        return '';
      }
    }),
  );
  return { ...none, address: host.address, insecure: host.insecure, ca: files.filter(Boolean).join('\n'), sources: [source] };
}

async function readSource({ kind, path }: ImportSource, problems: ImportProblem[]): Promise<FoundRegistry[]> {
  const text = await readFile(path, 'utf8');
  if (text.length > LIMIT) throw new TooLarge();
  switch (kind) {
    case 'docker-config': {
      const { credentials, store } = readDockerConfig(text);
      if (store === undefined) return credentials.flatMap((credential) => ofCredential(credential, path));
      const kept = credentials.filter((credential) => credential.kind !== 'helper');
      return [...kept.flatMap((credential) => ofCredential(credential, path)), ...(await ofStore(store, path, credentials, problems))];
    }
    case 'daemon':
      return Promise.all(readDaemonConfig(text).map((host) => ofHost(host, path, problems)));
    case 'hosts':
      return Promise.all(readHostsToml(text, basename(dirname(path))).map((host) => ofHost(host, path, problems)));
  }
}

const hostOf = (address: string): string => address.replace(/^https?:\/\//, '');

/** What several files say of one registry becomes one line: who signs in from one, what the engine knows of it from the others. */
function merge(all: readonly FoundRegistry[]): FoundRegistry[] {
  const engines = all.filter(({ credential }) => !credential);
  const accounts = new Map<string, FoundRegistry>();
  for (const found of all.filter(({ credential }) => credential)) {
    const key = `${hostOf(found.address)} ${found.namespace} ${found.username}`;
    const before = accounts.get(key);
    accounts.set(key, before ? { ...before, sources: [...new Set([...before.sources, ...found.sources])] } : found);
  }
  const merged = [...accounts.values()].map((account) => {
    const same = engines.filter((engine) => hostOf(engine.address) === hostOf(account.address));
    return {
      ...account,
      insecure: same.some(({ insecure }) => insecure),
      ca: same.find(({ ca }) => ca !== '')?.ca ?? '',
      sources: [...new Set([...account.sources, ...same.flatMap(({ sources }) => sources)])],
    };
  });
  const known = new Set(merged.map(({ address }) => hostOf(address)));
  const rest = new Map<string, FoundRegistry>();
  for (const engine of engines) {
    const key = hostOf(engine.address);
    const before = rest.get(key);
    if (known.has(key)) continue;
    rest.set(
      key,
      before
        ? {
            ...engine,
            insecure: before.insecure || engine.insecure,
            ca: before.ca || engine.ca,
            sources: [...before.sources, ...engine.sources],
          }
        : engine,
    );
  }
  return [...merged, ...rest.values()];
}

/** Reads the sources. Secrets are in what it gives back; a source that cannot be read is a problem and hides no other. */
export async function findRegistries(sources: readonly ImportSource[]): Promise<Found> {
  const problems: ImportProblem[] = [];
  const found = await Promise.all(
    sources.map((source) =>
      readSource(source, problems).catch((error: unknown) => {
        problems.push({ source: source.path, reason: reasonOf(error) });
        return [];
      }),
    ),
  );
  return { registries: merge(found.flat()), problems };
}
