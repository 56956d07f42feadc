/** What a request is about, as the sign-in sees it. */
export type Asked = {
  readonly origin: string;
  readonly host: string;
  /** The scope it needs, such as `repository:a/b:pull`; empty for `/v2/`. */
  readonly scope: string;
  readonly kind: 'api' | 'catalog' | 'repository';
  /** It had an Authorization that was refused. */
  readonly refused: boolean;
};

/** How the double behaves: each switch is something that real registries do (docs/protocol.md or `profiles.ts` names which). */
export type Behaviour = {
  readonly auth: 'none' | 'basic' | 'bearer';
  /** Another way to sign in for the catalog alone, as Harbor has. */
  readonly catalogAuth: 'basic' | undefined;
  readonly username: string;
  readonly password: string;
  /** A password that was valid once. */
  readonly expiredPassword: string | undefined;
  /** A refresh token that the token service accepts by POST. */
  readonly identityToken: string | undefined;
  /** What a granted token allows; other actions are left out of the token, as token services do. */
  readonly allowedActions: readonly string[];
  /** Seconds. */
  readonly tokenLife: number;
  readonly tokenPath: string;
  readonly tokenFlow: 'get' | 'post' | 'both';
  readonly tokenField: 'token' | 'access_token';
  readonly tokenTellsExpiry: boolean;
  /** Scopes that the token service refuses with 400. */
  readonly tokenRefusesScope: RegExp | undefined;
  /** Whether requests without a sign-in get a token to pull. */
  readonly anonymousTokens: boolean;
  /** The right that a DELETE needs: Quay's is push. */
  readonly deleteRight: 'delete' | 'push';
  /** Whether the catalog needs a separate right. */
  readonly catalogRight: boolean;
  /** Replaces the realm of the challenge. */
  readonly realm: string | undefined;
  /** Replaces the whole challenge: the values of its headers. */
  readonly challenge: ((asked: Asked) => readonly string[]) | undefined;
  readonly catalog: 'open' | 'forbidden' | 'missing' | 'unauthorized';
  /** The most names on a page, and how the next one is named. */
  readonly pageSize: number;
  readonly paging: 'link' | 'none' | 'refuses-n' | 'foreign-link' | 'endless' | 'always-link';
  /** The answer to an `n` above the page size: fewer names, or this status. */
  readonly tooMany: 'clamped' | 405;
  /** The answer to an unknown `last`: the names after it, or this status. */
  readonly unknownLast: 'after' | 404 | 405;
  /** The path that a Link names, from ours. */
  readonly linkPath: (path: string) => string;
  /** Other entries in the list of tags. */
  readonly tagNoise: readonly unknown[];
  /** Refuses manifest types where none are asked for. */
  readonly strictAccept: boolean;
  /** `digest`: as Distribution 2; `tag`: tags are removed one by one; `both`: as the specification; `off`: as Distribution by default. */
  readonly deletes: 'off' | 'digest' | 'tag' | 'both' | 'lies';
  /**
   * What a DELETE of a digest does while a tag points at it: deletes the tags as well, deletes the digest alone and leaves the tags (as
   * go-containerregistry's registry does), or is refused with a status.
   */
  readonly digestWhileTagged: 'taken' | 'left' | 400 | 403;
  /** Tags that cannot be moved or deleted. */
  readonly immutable: RegExp | undefined;
  /** When a tag was pulled last, as ISO 8601, where the product's own API says so. */
  readonly lastPull: ((tag: string) => string | undefined) | undefined;
  readonly referrers: boolean;
  /** Whether deleting a digest deletes its referrers as well. */
  readonly cascade: boolean;
  readonly digestHeader: 'always' | 'head' | 'never';
  readonly quota: { readonly limit: number; readonly remaining: number; readonly window: number } | undefined;
  /** A path before `/v2/`. */
  readonly prefix: string;
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** The product's own API, where it has one on the same host. */
  readonly api: 'harbor' | 'azure' | 'google' | undefined;
  /** ms before each answer. */
  readonly latency: number;
};

export const usualBehaviour: Behaviour = {
  auth: 'none',
  catalogAuth: undefined,
  username: 'sample',
  password: 'sample',
  expiredPassword: undefined,
  identityToken: undefined,
  allowedActions: ['pull', 'push', 'delete', '*'],
  tokenLife: 300,
  tokenPath: '/token',
  tokenFlow: 'both',
  tokenField: 'token',
  tokenTellsExpiry: true,
  tokenRefusesScope: undefined,
  anonymousTokens: false,
  deleteRight: 'delete',
  catalogRight: true,
  realm: undefined,
  challenge: undefined,
  catalog: 'open',
  pageSize: 1000,
  paging: 'link',
  tooMany: 'clamped',
  unknownLast: 'after',
  linkPath: (path) => path,
  tagNoise: [],
  strictAccept: false,
  deletes: 'both',
  digestWhileTagged: 'taken',
  immutable: undefined,
  lastPull: undefined,
  referrers: true,
  cascade: false,
  digestHeader: 'always',
  quota: undefined,
  prefix: '',
  headers: {},
  api: undefined,
  latency: 0,
};

/** What to do with one request before the registry sees it; `number` counts from 1. Undefined: nothing. */
export type Fault = (request: {
  readonly method: string;
  readonly path: string;
  readonly number: number;
}) =>
  | { readonly kind: 'cut' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string>; readonly body?: string | Buffer }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'body'; readonly body: string | Buffer; readonly headers?: Record<string, string> }
  | undefined;
