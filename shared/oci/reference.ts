import { aliasOfHost } from '../products/products.ts';
import { withoutTrailing } from '../text.ts';
import { isDigest } from './digest.ts';

/** Repository names, distribution-spec 1.1 "Pulling manifests". Host and name together hold 255 characters at the most. */
const REPOSITORY_PATTERN = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** Tags, distribution-spec 1.1 "Pulling manifests". */
export const TAG_PATTERN = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/** A reference in its parts; `host` is undefined where the text names none. */
export type Reference = {
  readonly host: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
};

/** Host and path of a registry: what references to it begin with. Never a user name or a password. */
export function registryBase(url: string): string {
  const { host, pathname } = new URL(url);
  return host + withoutTrailing(pathname, '/');
}

/** Whether references that begin with `host` name the registry at `url`. Some products answer to several names. */
export function isHostOf(url: string, host: string): boolean {
  const own = new URL(url);
  const alias = aliasOfHost(own.hostname);
  return host === own.host || (alias !== undefined && aliasOfHost(host) === alias);
}

/**
 * The repository that a reference names on the registry at `url`: without the registry's own path, and with the product's namespace
 * before a single word where it has one. Undefined where it names another registry.
 */
export function repositoryAt(url: string, { host, repository }: Pick<Reference, 'host' | 'repository'>): string | undefined {
  const own = new URL(url);
  const alias = aliasOfHost(own.hostname);
  if (host !== undefined && !isHostOf(url, host)) return undefined;
  if (alias) return repository.includes('/') ? repository : `${alias.namespace}/${repository}`;
  if (host === undefined || own.pathname === '/') return repository;
  const prefix = `${own.pathname.slice(1)}/`;
  return repository.startsWith(prefix) ? repository.slice(prefix.length) : undefined;
}

/** Whether `text` is a repository name that may become part of a URL. */
export function isRepository(text: string): boolean {
  return text.length <= 255 && REPOSITORY_PATTERN.test(text);
}

/** Whether `text` is a tag name. */
export function isTag(text: string): boolean {
  return TAG_PATTERN.test(text);
}

/** The first segment is a host when it could not be a repository's: it has a dot or a port, or is `localhost`. */
function looksLikeHost(segment: string): boolean {
  return segment === 'localhost' || /[.:]/.test(segment);
}

/** Reads `team/api:1.9@sha256:...`, a reference without its host. Undefined where the text is none. */
export function parseInRegistry(text: string): Omit<Reference, 'host'> | undefined {
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) return undefined;
  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const repository = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  if (!isRepository(repository) || (tag !== undefined && !isTag(tag))) return undefined;
  return { repository, tag, digest };
}

/** What precedes the reference in a pull command; `--platform` is the one option whose value is often a word of its own. */
const PULL_COMMAND = /^(?:\$ )?(?:sudo )?(?:docker|podman|nerdctl|crane)(?: image)? pull\s+(?:--platform\s+\S+\s+|-[^\s]+\s+)*/;

/** The platform that a pasted pull command asks for: `linux/arm64`. */
export function platformOfCommand(text: string): string | undefined {
  const [command = ''] = PULL_COMMAND.exec(text.trim()) ?? [];
  return /\s--platform[\s=]+(?<platform>[\w./-]{1,64})\s/.exec(command)?.groups?.['platform']?.toLowerCase();
}

/**
 * Reads a reference that a person pastes: `registry.example.com:5000/team/api:1.9@sha256:...`. Host, tag and digest are optional; a leading `docker pull`
 * with its options or a scheme is tolerated. Undefined where the text is no reference.
 */
export function parseReference(text: string): Reference | undefined {
  const trimmed = text
    .trim()
    .replace(PULL_COMMAND, '')
    .replace(/^(?:https?|docker|oci):\/\//, '');
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  const slash = trimmed.indexOf('/');
  const first = slash === -1 ? '' : trimmed.slice(0, slash);
  const host = looksLikeHost(first) ? first : undefined;
  const inRegistry = parseInRegistry(host === undefined ? trimmed : trimmed.slice(slash + 1));
  return inRegistry && { host, ...inRegistry };
}
