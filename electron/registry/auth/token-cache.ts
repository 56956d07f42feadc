/** `expiresAt` is in ms by `performance.now()`: setting the clock makes no token older or younger. */
export type Token = { readonly value: string; readonly expiresAt: number };

const RENEW_EARLY = 5_000;
/** Tokens that may still be repeated in an answer that is under way. */
const RECENT = 16;

/** Tokens until shortly before they expire; one request in flight for a key, however many ask. */
export class TokenCache {
  private readonly tokens = new Map<string, Token>();
  private fetched: readonly string[] = [];
  private readonly flights = new Map<string, Promise<Token>>();

  /** The token of `key`, fetched when there is none or it is about to expire. */
  async get(key: string, fetchToken: () => Promise<Token>): Promise<string> {
    const known = this.tokens.get(key);
    if (known && known.expiresAt - RENEW_EARLY > performance.now()) return known.value;
    const flight = this.flights.get(key) ?? this.start(key, fetchToken);
    return (await flight).value;
  }

  /** The tokens that were fetched last, used or not. */
  get recent(): readonly string[] {
    return this.fetched;
  }

  /** The token of `key` that is there, asked for or not. */
  peek(key: string): Token | undefined {
    return this.tokens.get(key);
  }

  /** Forgets the token of `key` if it still is `value`: the registry refused it. */
  drop(key: string, value: string): void {
    if (this.tokens.get(key)?.value === value) this.tokens.delete(key);
  }

  private start(key: string, fetchToken: () => Promise<Token>): Promise<Token> {
    const flight = fetchToken()
      .then((token) => {
        this.tokens.set(key, token);
        this.fetched = [token.value, ...this.fetched].slice(0, RECENT);
        return token;
      })
      .finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }
}
