import { z } from 'zod';

/** The registry products whose ways are known; `unknown` speaks the specification as far as one can tell. */
export const productSchema = z.enum([
  'unknown',
  'distribution',
  'harbor',
  'docker-hub',
  'ghcr',
  'ecr',
  'gar',
  'acr',
  'quay',
  'gitlab',
  'nexus',
  'artifactory',
  'gitea',
  'zot',
  'aliyun',
]);

export type Product = z.infer<typeof productSchema>;

const HOSTS: readonly (readonly [RegExp, Product])[] = [
  [/^(?:registry-1|index|registry)\.docker\.io$/, 'docker-hub'],
  [/^(?:ghcr\.io|containers\.[a-z0-9.-]+\.ghe\.com)$/, 'ghcr'],
  [/^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/, 'ecr'],
  [/^(?:[a-z0-9-]+-docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io)$/, 'gar'],
  [/^[a-z0-9]+(?:-[a-z0-9]+)?\.azurecr\.(?:io|cn|us)$/, 'acr'],
  [/^quay\.io$/, 'quay'],
  [/^registry\.gitlab\.com$/, 'gitlab'],
  [/^codeberg\.org$/, 'gitea'],
  [/\.jfrog\.io$/, 'artifactory'],
  [/^(?:registry(?:-vpc|-internal)?\.[a-z0-9-]+|[a-z0-9-]+-registry(?:-vpc)?\.[a-z0-9-]+\.cr)\.aliyuncs\.com$/, 'aliyun'],
];

/** The product that a host name gives away. */
export function productOfHost(hostname: string): Product {
  return HOSTS.find(([pattern]) => pattern.test(hostname))?.[1] ?? 'unknown';
}
