import { z } from 'zod';
import { acr } from './acr.ts';
import { aliyun } from './aliyun.ts';
import { artifactory } from './artifactory.ts';
import { distribution } from './distribution.ts';
import { dockerHub } from './docker-hub.ts';
import { ecr } from './ecr.ts';
import { gar } from './gar.ts';
import { ghcr } from './ghcr.ts';
import { gitea } from './gitea.ts';
import { gitlab } from './gitlab.ts';
import { harbor } from './harbor.ts';
import { nexus } from './nexus.ts';
import type { Alias, Product } from './product.ts';
import { quay } from './quay.ts';
import { zot } from './zot.ts';

/** Every known product, in the order in which the connection form offers them. Where two could be meant, the first is recognised. */
const all = {
  distribution,
  harbor,
  'docker-hub': dockerHub,
  ghcr,
  gitlab,
  quay,
  ecr,
  gar,
  acr,
  aliyun,
  nexus,
  artifactory,
  gitea,
  zot,
} satisfies Record<string, Product>;

export type ProductId = keyof typeof all;

/** The products by their ids. */
export const products: Readonly<Record<ProductId, Product>> = all;

export const productIds = Object.keys(all) as readonly ProductId[];

/** `unknown` speaks the specification as far as one can tell. */
export const productSchema = z.enum(['unknown', ...productIds]);

const unknown: Product = { form: { address: '', signIn: 'none' }, tagsFirst: false };

export type RecognisedProduct = z.infer<typeof productSchema>;

/** What is known of a product; nothing of an unknown one. */
export const productOf = (id: RecognisedProduct): Product => (id === 'unknown' ? unknown : products[id]);

/** The product that a host name gives away. */
export function productOfHost(hostname: string): RecognisedProduct {
  return productIds.find((id) => products[id].hosts?.test(hostname)) ?? 'unknown';
}

/** The other host name of a registry that has two. */
export function aliasOfHost(hostname: string): Alias | undefined {
  return Object.values(products).find(({ alias, hosts }) => alias && (alias.address === hostname || hosts?.test(hostname)))?.alias;
}

/** An address with the registry's host where an alias was typed. */
export function withoutAlias(address: string): string {
  return Object.values(products).find(({ alias }) => alias?.address === address)?.alias?.host ?? address;
}
