import { withoutTrailing } from '../../../shared/text.ts';

/** What a key of `auths` means: an address as one types it, and the part of the registry that the credential is for. */
export type ServerKey = { readonly address: string; readonly namespace: string };

const HUB = /^(?:(?:registry-1|index|registry)\.)?docker\.io$/;

/**
 * Reads the name under which Docker and podman keep a credential: `registry.example.com:5000`, `https://registry.example.com/v1/`,
 * `registry.example.com/team`. Docker Hub has several, and they mean one. Undefined for what is no registry's name, such as the entries
 * that Docker Desktop keeps for itself.
 */
export function readServerKey(key: string): ServerKey | undefined {
  const bare = key.trim().replace(/^https?:\/\//i, '');
  const [host = '', ...rest] = bare.split('/');
  const path = withoutTrailing(rest.join('/'), '/');
  if (host === '' || /[\s@?#]/.test(bare) || !URL.canParse(`https://${host}`)) return undefined;
  if (HUB.test(host))
    return path === '' || path === 'v1' || path === 'v2' ? { address: 'docker.io', namespace: '' } : hubNamespace(host, path);
  return { address: host, namespace: path === 'v1' || path === 'v2' ? '' : path };
}

/** podman may keep a credential for a namespace of Docker Hub; Docker Desktop keeps tokens of its own under paths of `index.docker.io/v1`. */
function hubNamespace(host: string, path: string): ServerKey | undefined {
  return host === 'docker.io' ? { address: 'docker.io', namespace: path } : undefined;
}
