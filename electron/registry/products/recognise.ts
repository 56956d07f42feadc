import { productIds, productOfHost, products, type RecognisedProduct } from '../../../shared/products/products.ts';
import type { Challenge } from '../auth/challenge.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Which product answers, from its host, its challenges and its headers; `unknown` where nothing gives it away. */
export function recognise(hostname: string, challenges: readonly Challenge[], headers: Headers): RecognisedProduct {
  const byHost = productOfHost(hostname);
  if (byHost !== 'unknown') return byHost;
  for (const challenge of challenges) {
    const found = productIds.find((id) => products[id].isChallenge?.(challenge));
    if (found) return found;
  }
  const found = productIds.filter((id) => products[id].hasHeaders?.(headers));
  // What is built on Distribution sends its header, too.
  return found.find((id) => id !== 'distribution') ?? found[0] ?? 'unknown';
}
