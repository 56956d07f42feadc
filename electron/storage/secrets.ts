import { Failure } from '../../shared/errors.ts';

/** The part of keytar that is used. */
export type Keychain = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
};

export type SecretKind = 'password' | 'client-key' | 'proxy-password';
export type SecretPlace = 'keychain' | 'session';

const SERVICE = 'Longshore';
const PROBE_TIMEOUT = 5_000;
// A Windows entry holds 2,560 bytes of UTF-16: longer secrets are split over several entries.
const CHUNK = 1_000;

const accountOf = (connectionId: string, kind: SecretKind, part = 0): string =>
  part === 0 ? `${connectionId}/${kind}` : `${connectionId}/${kind}/${part}`;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'unknown';
}

function failure(error: unknown): Failure {
  return new Failure('KEYCHAIN', { reason: reasonOf(error) });
}

/** Loads keytar; where its native part cannot be loaded there is no keychain, and the reason says why. */
async function loadKeychain(): Promise<{ keychain: Keychain } | { reason: string }> {
  try {
    const loaded = (await import('keytar')) as unknown as { default?: Keychain } & Keychain;
    return { keychain: loaded.default ?? loaded };
  } catch (error) {
    return { reason: reasonOf(error).split('\n')[0] ?? '' };
  }
}

/**
 * Passwords, tokens and client keys: in the system keychain, or in memory for this session only. Never in a file, and never a silent
 * change from one to the other.
 */
export class SecretStore {
  private readonly session = new Map<string, string>();
  private loading: Promise<{ keychain: Keychain } | { reason: string }> | undefined;

  /** Whether there is a keychain that answers, and if not, why. */
  async availability(): Promise<{ available: boolean; reason: string }> {
    const loaded = await this.load();
    if ('reason' in loaded) return { available: false, reason: loaded.reason };
    const timeout = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('the keychain does not answer')), PROBE_TIMEOUT).unref(),
    );
    try {
      await Promise.race([loaded.keychain.getPassword(SERVICE, 'availability'), timeout]);
      return { available: true, reason: '' };
    } catch (error) {
      return { available: false, reason: reasonOf(error) };
    }
  }

  /** The secret, or undefined where none is known. @throws Failure KEYCHAIN. */
  async get(connectionId: string, kind: SecretKind, place: SecretPlace): Promise<string | undefined> {
    if (place === 'session') return this.session.get(accountOf(connectionId, kind));
    const keychain = await this.keychain();
    try {
      const first = await keychain.getPassword(SERVICE, accountOf(connectionId, kind));
      if (first === null) return undefined;
      const colon = first.indexOf(':');
      const count = Number(first.slice(0, colon));
      let secret = first.slice(colon + 1);
      for (let part = 1; part < count; part++) secret += (await keychain.getPassword(SERVICE, accountOf(connectionId, kind, part))) ?? '';
      return secret;
    } catch (error) {
      throw failure(error);
    }
  }

  /** The secret wherever it is: that of this session counts first. @throws Failure KEYCHAIN. */
  async find(connectionId: string, kind: SecretKind): Promise<string | undefined> {
    return (await this.get(connectionId, kind, 'session')) ?? (await this.get(connectionId, kind, 'keychain'));
  }

  /** @throws Failure KEYCHAIN. */
  async set(connectionId: string, kind: SecretKind, place: SecretPlace, secret: string): Promise<void> {
    await this.remove(connectionId, kind, place);
    if (place === 'session') {
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
      throw failure(error);
    }
  }

  /** Removes a secret, all its parts; one that is not there is no error. @throws Failure KEYCHAIN. */
  async remove(connectionId: string, kind: SecretKind, place: SecretPlace): Promise<void> {
    if (place === 'session') {
      this.session.delete(accountOf(connectionId, kind));
      return;
    }
    const keychain = await this.keychain();
    try {
      for (let part = 0; await keychain.deletePassword(SERVICE, accountOf(connectionId, kind, part)); part++);
    } catch (error) {
      throw failure(error);
    }
  }

  private load(): Promise<{ keychain: Keychain } | { reason: string }> {
    this.loading ??= loadKeychain();
    return this.loading;
  }

  private async keychain(): Promise<Keychain> {
    const loaded = await this.load();
    if ('reason' in loaded) throw new Failure('KEYCHAIN', { reason: loaded.reason });
    return loaded.keychain;
  }
}
