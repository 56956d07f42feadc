import type { ConnectionForm } from '../contract/connections.ts';

/** One challenge of an answer; scheme and parameter names in lower case. */
type Challenge = { readonly scheme: string; readonly params: ReadonlyMap<string, string> };

/** The headers of an answer; names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * What is known of a registry product. This is the product's file: the connection form, the sign-in and the recognition read it. A product with an
 * API of its own has that in `electron/registry/products/`, its words are in `renderer/i18n`.
 */
export type Product = {
  /** What the connection form offers; `address` is an example unless it is the same for everyone. */
  readonly form: {
    readonly address: string;
    readonly isFixed?: true;
    readonly signIn: ConnectionForm['signIn'];
    readonly username?: string;
    readonly helper?: string;
  };
  /** Host names that only this product has. */
  readonly hosts?: RegExp;
  /** The name by which everyone knows its one registry, instead of its host. */
  readonly alias?: Alias;
  /** Whether a challenge of this product looks like this. */
  readonly isChallenge?: (challenge: Challenge) => boolean;
  /** Whether the headers of an answer give it away. */
  readonly hasHeaders?: (headers: Headers) => boolean;
  /** It refuses to delete a digest while a tag points to it: tags are deleted first, and a placeholder could not be deleted. */
  readonly tagsFirst: boolean;
  /** Its limits count the manifests that are read, and no HEAD. */
  readonly countsPulls?: true;
  /** It answers a HEAD with an expired password with 403, and says nothing else. */
  readonly expiresWith403?: true;
  /** Names on a page of a list, where another number than 1,000 suits it. */
  readonly pageSize?: number;
  /** A scope of its challenges that is an example and names no repository of anybody's. */
  readonly exampleScope?: string;
};

/** Another name of a registry. */
export type Alias = {
  /** What people type and other tools write. */
  readonly address: string;
  /** Where the registry is. */
  readonly host: string;
  readonly name: string;
  /** Names under which Docker keeps its password, likeliest first. */
  readonly credentialKeys: readonly string[];
  /** The namespace of repositories that are named without one. */
  readonly namespace: string;
};

/** The parameter of a challenge, empty where it has none. */
export const param = ({ params }: Challenge, name: 'realm' | 'service'): string => params.get(name) ?? '';
