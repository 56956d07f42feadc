import { productIds, productOfHost, products, type RecognisedProduct } from '../../../shared/products/products.ts';
import type { Challenge } from '../auth/challenge.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const byChallenge = productIds.filter((id) => products[id].isChallenge);
const byHeaders = productIds.filter((id) => products[id].hasHeaders);

/** Which product answers, from its host, its challenges and its headers; `unknown` where nothing gives it away. */
export function recognise(hostname: string, challenges: readonly Challenge[], headers: Headers): RecognisedProduct {
  const byHost = productOfHost(hostname);
  return byHost === 'unknown' ? recogniseAnswer(challenges, headers) : byHost;
}

/** Which product sends such an answer. */
export function recogniseAnswer(challenges: readonly Challenge[], headers: Headers): RecognisedProduct {
  for (const challenge of challenges) {
    const found = byChallenge.find((id) => products[id].isChallenge?.(challenge));
    if (found) return found;
  }
  const found = byHeaders.filter((id) => products[id].hasHeaders?.(headers));
  // What is built on Distribution sends its header, too.
  return found.find((id) => id !== 'distribution') ?? found[0] ?? 'unknown';
}
