import { Failure, type FailureData, isFailure } from '../../shared/errors.ts';

/** The part of keytar that is used. */
export type Keychain = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
};

export type SecretKind = 'password' | 'client-key' | 'proxy-password';
export type SecretLocation = 'keychain' | 'session';

const SERVICE = 'Longshore';
const PROBE_TIMEOUT = 5_000;
// A Windows entry holds 2,560 bytes of UTF-16: longer secrets are split over several entries.
const CHUNK = 1_000;
/** More bytes than the longest key that is accepted. */
const MOST_PARTS = 1_000;

const accountOf = (connectionId: string, kind: SecretKind, part = 0): string =>
  part === 0 ? `${connectionId}/${kind}` : `${connectionId}/${kind}/${part}`;

/** The first entry of a secret: how many there are, and how it begins. Undefined for what is not written like that. */
function readFirst(entry: string | null): { readonly count: number; readonly text: string } | undefined {
  const colon = entry?.indexOf(':') ?? -1;
  const count = Number(entry?.slice(0, colon));
  if (entry === null || colon < 1 || !Number.isInteger(count) || count < 1 || count > MOST_PARTS) return undefined;
  return { count, text: entry.slice(colon + 1) };
}

/** What the keychain said, for a person to read as it is. */
const wordsOf = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 300) : '');

const failed = (error: unknown): Failure<'KEYCHAIN'> => new Failure('KEYCHAIN', { reason: 'failed', detail: wordsOf(error) });

/** Loads keytar. @throws Failure KEYCHAIN: where its native part cannot be loaded there is no keychain. */
async function loadKeychain(): Promise<Keychain> {
  try {
    const loaded = (await import('keytar')) as unknown as { default?: Keychain } & Keychain;
    return loaded.default ?? loaded;
  } catch (error) {
    throw new Failure('KEYCHAIN', { reason: 'missing', detail: wordsOf(error) });
  }
}

/**
 * Passwords, tokens and client keys: in the system keychain, or in memory for this session only. Never in a file, and never a silent
 * change from one to the other.
 */
export class SecretStore {
  private readonly session = new Map<string, string>();
  private loading: Promise<Keychain> | undefined;

  /** Why there is no keychain that answers; undefined where there is one. */
  async obstacle(): Promise<FailureData<'KEYCHAIN'> | undefined> {
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Failure('KEYCHAIN', { reason: 'no-answer' })), PROBE_TIMEOUT).unref(),
    );
    try {
      await Promise.race([this.keychain().then((keychain) => keychain.getPassword(SERVICE, 'availability')), late]);
      return undefined;
    } catch (error) {
      return (isFailure(error, 'KEYCHAIN') ? error : failed(error)).data;
    }
  }

  /** The secret, or undefined where none is known; one of which a part is missing is none. @throws Failure KEYCHAIN. */
  async get(connectionId: string, kind: SecretKind, location: SecretLocation): Promise<string | undefined> {
    if (location === 'session') return this.session.get(accountOf(connectionId, kind));
    const keychain = await this.keychain();
    try {
      const first = readFirst(await keychain.getPassword(SERVICE, accountOf(connectionId, kind)));
      if (!first) return undefined;
      let secret = first.text;
      for (let part = 1; part < first.count; part++) {
        const text = await keychain.getPassword(SERVICE, accountOf(connectionId, kind, part));
        if (text === null) return undefined;
        secret += text;
      }
      return secret;
    } catch (error) {
      throw failed(error);
    }
  }

  /** @throws Failure KEYCHAIN. */
  async set(connectionId: string, kind: SecretKind, location: SecretLocation, secret: string): Promise<void> {
    await this.remove(connectionId, kind, location);
    if (location === 'session') {
      this.session.set(accountOf(connectionId, kind), secret);
      return;
    }
    const keychain = await this.keychain();
    const count = Math.max(1, Math.ceil(secret.length / CHUNK));
    try {
      // Backwards: the first entry, which says how many there are, is written last.
      for (let part = count - 1; part >= 0; part--) {
        const text = secret.slice(part * CHUNK, (part + 1) * CHUNK);
        await keychain.setPassword(SERVICE, accountOf(connectionId, kind, part), part === 0 ? `${count}:${text}` : text);
      }
    } catch (error) {
      throw failed(error);
    }
  }

  /** Removes a secret, all its parts; one that is not there is no error. @throws Failure KEYCHAIN. */
  async remove(connectionId: string, kind: SecretKind, location: SecretLocation): Promise<void> {
    if (location === 'session') {
      this.session.delete(accountOf(connectionId, kind));
      return;
    }
    const keychain = await this.keychain();
    const erase = (part: number): Promise<boolean> => keychain.deletePassword(SERVICE, accountOf(connectionId, kind, part));
    try {
      const first = readFirst(await keychain.getPassword(SERVICE, accountOf(connectionId, kind)));
      // Backwards, so that the count is there until all is done; and on, where the count was lost before the parts.
      for (let part = (first?.count ?? 1) - 1; part >= 0; part--) await erase(part);
      for (let part = first?.count ?? 1; await erase(part); part++);
    } catch (error) {
      throw failed(error);
    }
  }

  private keychain(): Promise<Keychain> {
    this.loading ??= loadKeychain();
    return this.loading;
  }
}
