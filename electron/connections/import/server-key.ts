import { aliasOfHost } from '../../../shared/products/products.ts';
import { withoutTrailing } from '../../../shared/text.ts';

/** What a key of `auths` means: an address as one types it, and the part of the registry that the credential is for. */
export type ServerKey = { readonly address: string; readonly namespace: string };

/**
 * Reads the name under which Docker and podman keep a credential: `registry.example.com:5000`, `https://registry.example.com/v1/`,
 * `registry.example.com/team`. The names of a registry with an alias all mean the alias. Undefined for what is no registry's name, such as the entries
 * that Docker Desktop keeps for itself.
 */
export function readServerKey(key: string): ServerKey | undefined {
  const bare = key.trim().replace(/^https?:\/\//i, '');
  const [host = '', ...rest] = bare.split('/');
  const path = withoutTrailing(rest.join('/'), '/');
  if (host === '' || /[\s@?#]/.test(bare) || !URL.canParse(`https://${host}`)) return undefined;
  const namespace = path === 'v1' || path === 'v2' ? '' : path;
  const alias = aliasOfHost(host);
  if (!alias) return { address: host, namespace };
  // podman may keep a credential for a namespace under the alias; Docker Desktop keeps tokens of its own under paths of the other names.
  return namespace === '' || host === alias.address ? { address: alias.address, namespace } : undefined;
}
