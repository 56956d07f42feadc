import { LRUCache } from 'lru-cache';

/** `expiresAt` is in ms by `performance.now()`: setting the clock makes no token older or younger. */
export type Token = { readonly value: string; readonly expiresAt: number };

const RENEW_EARLY = 5_000;
/** Tokens of one connection: registries give one for each repository. */
const MOST = 1_000;
/** Tokens that may still be repeated in an answer that is under way. */
const RECENT = 16;

/** Tokens until shortly before they expire; one request in flight for a key, however many ask. */
export class TokenCache {
  private readonly tokens = new LRUCache<string, Token, () => Promise<Token>>({
    max: MOST,
    perf: performance,
    // Whoever waits for a token gets it, also where others have filled the cache meanwhile.
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { options, context }) => {
      const token = await context();
      // Of a token that is to be renewed at once only those who wait for it have any use.
      options.ttl = Math.max(1, Math.floor(token.expiresAt - RENEW_EARLY - performance.now()));
      this.fetched = [token.value, ...this.fetched].slice(0, RECENT);
      return token;
    },
  });
  private fetched: readonly string[] = [];

  /** The token of `key`, fetched when there is none or it is about to expire. */
  async get(key: string, fetchToken: () => Promise<Token>): Promise<string> {
    return (await this.tokens.forceFetch(key, { context: fetchToken })).value;
  }

  /** The tokens that were fetched last, used or not. */
  get recent(): readonly string[] {
    return this.fetched;
  }

  /** The token of `key` that is there, asked for or not. */
  peek(key: string): Token | undefined {
    return this.tokens.peek(key, { allowStale: true });
  }

  /** Forgets the token of `key` if it still is `value`: the registry refused it. */
  drop(key: string, value: string): void {
    if (this.tokens.peek(key)?.value === value) this.tokens.delete(key);
  }
}
