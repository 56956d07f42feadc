import type { LookupFunction } from 'node:net';

/** What a person signs in with. A `token` is a bearer token of the registry itself. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** Everything needed to speak to one registry. Plain data but for the credential, which is fetched when a challenge asks for it. */
export type RegistryConnection = {
  readonly id: string;
  /** Base URL, perhaps with a path prefix, without a slash at the end. */
  readonly url: string;
  readonly credential: () => Promise<Credential | undefined>;
  readonly ca: string;
  readonly clientCertificate: string;
  readonly clientKey: () => Promise<string | undefined>;
  readonly trustedRealms: readonly string[];
};

/** How the network is reached; tests pass a resolver of their own. */
export type NetworkOptions = {
  readonly userAgent: string;
  readonly lookup?: LookupFunction;
};
