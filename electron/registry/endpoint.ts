import type { LookupFunction } from 'node:net';
import type { RecognisedProduct } from '../../shared/products/products.ts';
import type { Floor } from './http/limits.ts';

/**
 * What a person signs in with. A `token` is a bearer token of the registry itself; an `identity` token is a token service's refresh token,
 * and goes there alone.
 */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'identity'; readonly username: string; readonly token: string };

/** How a registry is reached: as the system says, directly, or through a proxy of its own. */
type ProxyChoice =
  | { readonly kind: 'system' }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'given';
      readonly url: string;
      readonly username: string;
      /** Undefined where it should be known and is not; empty where the name is all there is. */
      readonly password: () => Promise<string | undefined>;
    };

/** Everything needed to speak to one registry. Plain data but for the secrets, which are fetched when they are needed. */
export type Endpoint = {
  readonly id: string;
  /** Base URL, perhaps with a path prefix, without a slash at the end. */
  readonly url: string;
  /** Asked again when what it gave was refused: a helper's password may have been renewed. */
  readonly credential: () => Promise<Credential | undefined>;
  readonly ca: string;
  /** SHA-256 fingerprint of a server certificate that the person saw and trusted for this registry; empty for none. */
  readonly fingerprint: string;
  readonly clientCertificate: string;
  readonly clientKey: () => Promise<string | undefined>;
  readonly trustedRealms: readonly string[];
  readonly proxy: ProxyChoice;
};

/** An answer that is made up, with the status 200. */
export type MadeUpAnswer = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** How the network is reached; tests pass a resolver of their own. */
export type NetworkOptions = {
  readonly userAgent: string;
  readonly lookup?: LookupFunction;
  /** The slowest body that is waited for; tests wait less. */
  readonly floor?: Floor;
  /** Where a product's own API is that has a host of its own; another place in tests. */
  readonly productApi?: string;
  /** The system's proxy for an address, as Electron tells it: `DIRECT`, `PROXY host:port` and so on. */
  readonly systemProxy?: (url: string) => Promise<string>;
  /** Which product answered, by origin: a saved connection knows what its test has found out. */
  readonly seenProducts?: Map<string, RecognisedProduct>;
  /** Answers a path instead of the network, where a registry is made up. Nothing is sent. */
  readonly answerOf?: (path: string) => MadeUpAnswer | undefined;
};
