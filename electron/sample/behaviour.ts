/** How the sample registry behaves: each switch is something that real registries do (protocol.md names which). */
export type Behaviour = {
  readonly auth: 'none' | 'basic' | 'bearer';
  readonly username: string;
  readonly password: string;
  /** What a granted token may do; a scope outside of it is left out of the token, as token services do. */
  readonly allowedActions: readonly string[];
  /** Seconds. */
  readonly tokenLife: number;
  /** Replaces the realm of the challenge. */
  readonly realm: string | undefined;
  readonly catalog: 'open' | 'forbidden' | 'missing';
  /** The most names on a page, and how the next one is named. */
  readonly pageSize: number;
  readonly paging: 'link' | 'none' | 'refuses-n' | 'foreign-link' | 'endless';
  /** `digest`: as Distribution 2; `tag`: tags are removed one by one; `both`: as the specification; `off`: as Distribution by default. */
  readonly deletes: 'off' | 'digest' | 'tag' | 'both' | 'lies';
  readonly referrers: boolean;
  readonly digestHeader: boolean;
  /** ms before each answer. */
  readonly latency: number;
};

export const usualBehaviour: Behaviour = {
  auth: 'none',
  username: 'sample',
  password: 'sample',
  allowedActions: ['pull', 'push', 'delete', '*'],
  tokenLife: 300,
  realm: undefined,
  catalog: 'open',
  pageSize: 1000,
  paging: 'link',
  deletes: 'both',
  referrers: true,
  digestHeader: true,
  latency: 0,
};

/** What to do with one request before the registry sees it; `number` counts from 1. Undefined: nothing. */
export type Fault = (request: {
  readonly method: string;
  readonly path: string;
  readonly number: number;
}) =>
  | { readonly kind: 'cut' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'body'; readonly body: string | Buffer; readonly headers?: Record<string, string> }
  | undefined;
