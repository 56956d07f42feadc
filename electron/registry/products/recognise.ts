import { type Product, productOfHost } from '../../../shared/products.ts';
import type { Challenge } from '../auth/challenge.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const has = (headers: Headers, name: string): boolean => headers[name] !== undefined;

function productOfChallenge({ scheme, params }: Challenge): Product | undefined {
  const realm = params.get('realm') ?? '';
  const service = params.get('service') ?? '';
  if (service === 'harbor-registry' || (scheme === 'basic' && realm === 'harbor')) return 'harbor';
  if (/nexus/i.test(realm)) return 'nexus';
  if (/artifactory/i.test(realm)) return 'artifactory';
  if (realm.endsWith('/jwt/auth') && service === 'container_registry') return 'gitlab';
  if (realm.endsWith('/v2/token') && service === 'container_registry') return 'gitea';
  if (/\/v2\/auth$/.test(realm) && service !== '') return 'quay';
  if (/\baliyuncs\.com/.test(realm)) return 'aliyun';
  return undefined;
}

/** Which product answers, from its host, its challenges and its headers; `unknown` where nothing gives it away. */
export function recognise(hostname: string, challenges: readonly Challenge[], headers: Headers): Product {
  const byHost = productOfHost(hostname);
  if (byHost !== 'unknown') return byHost;
  for (const challenge of challenges) {
    const product = productOfChallenge(challenge);
    if (product) return product;
  }
  if (has(headers, 'x-artifactory-id') || has(headers, 'x-jfrog-version')) return 'artifactory';
  if (/nexus/i.test(String(headers['server'] ?? ''))) return 'nexus';
  if (
    /gitlab/i.test(String(headers['gitlab-container-registry-version'] ?? headers['gitlab-container-registry-features'] ?? '')) ||
    has(headers, 'gitlab-container-registry-version')
  )
    return 'gitlab';
  return has(headers, 'docker-distribution-api-version') ? 'distribution' : 'unknown';
}
