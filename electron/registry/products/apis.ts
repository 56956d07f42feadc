import type { ProductId, RecognisedProduct } from '../../../shared/products/products.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';
import type { Transport } from '../transport.ts';
import { acr } from './acr.ts';
import type { ProductApi } from './api.ts';
import { dockerHub } from './docker-hub.ts';
import { gar } from './gar.ts';
import { harbor } from './harbor.ts';

/** What an API needs: the registry's own transport, or what a transport to another host is made of. */
type Access = { readonly transport: Transport; readonly endpoint: Endpoint; readonly network: NetworkOptions };

const APIS: Readonly<Partial<Record<ProductId, (access: Access) => ProductApi>>> = {
  acr: ({ transport }) => acr(transport),
  'docker-hub': ({ endpoint, network }) => dockerHub(endpoint, network),
  gar: ({ transport }) => gar(transport),
  harbor: ({ transport }) => harbor(transport),
};

/** What a product offers beside the specification; nothing for most. */
export function apiOf(product: RecognisedProduct, access: Access): ProductApi {
  return product === 'unknown' ? {} : (APIS[product]?.(access) ?? {});
}
