import type { Product } from '../../../shared/products.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';
import type { Transport } from '../transport.ts';
import { azure } from './azure.ts';
import { dockerHub } from './docker-hub.ts';
import { google } from './google.ts';
import { harbor } from './harbor.ts';
import { standard, type Vendor } from './vendor.ts';

/** What the product that answers offers beside the specification. */
export function vendorOf(product: Product, transport: Transport, connection: Endpoint, network: NetworkOptions): Vendor {
  switch (product) {
    case 'harbor':
      return harbor(transport);
    case 'docker-hub':
      return dockerHub(connection, network);
    case 'gar':
      return google(transport);
    case 'acr':
      return azure(transport);
    case 'ghcr':
      // Deletes are GitHub's alone; a tag that was overwritten first would be lost.
      return { tagsFirst: true };
    default:
      return standard;
  }
}
