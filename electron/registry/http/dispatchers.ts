import type { Dispatcher } from 'undici';
import { Failure } from '../../../shared/errors.ts';
import type { AddressClass } from '../auth/realm.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';
import { createDispatcher, type DispatcherOptions } from './dispatcher.ts';
import { elsewhere, nearnessOf } from './reach.ts';

/** ms for which the registry is taken to be as near as it was: a laptop moves between networks. */
const OWN_CLASS_AGE = 60_000;

const refusedRedirect = (): Failure => new Failure('INVALID_RESPONSE', { where: 'redirect', why: 'redirect-nearer' });

/** What is asked for: an answer that is read whole, a HEAD over a connection that stays open after it, or a body that is a stream. */
export type Asks = 'whole' | 'head' | 'stream';

/**
 * The dispatchers of one endpoint: three to the registry itself, one to where it redirects. The client certificate is for the registry alone, and a
 * redirect may lead no nearer than the registry is (docs/protocol.md section 4).
 */
export class Dispatchers {
  private readonly made = new Map<Asks | AddressClass, Promise<Dispatcher>>();
  private readonly endpoint: Endpoint;
  private readonly network: NetworkOptions;
  private readonly base: URL;
  private own: { readonly at: number; readonly found: Promise<AddressClass> } | undefined;

  constructor(endpoint: Endpoint, network: NetworkOptions) {
    this.endpoint = endpoint;
    this.network = network;
    this.base = new URL(endpoint.url);
  }

  /**
   * Layers have connections of their own, so that nothing small waits behind one, and so have HEADs: where a server sends a body after one, nothing
   * but another HEAD is read wrongly. @throws Failure INVALID_RESPONSE for a redirect that leads nearer, NETWORK.
   */
  async for(url: URL, asks: Asks): Promise<Dispatcher> {
    if (url.origin === this.base.origin)
      return this.make(asks, asks === 'stream' ? { to: 'registry' } : { to: 'registry', multiplexed: true });
    const own = await this.ownClass();
    return this.make(own, await elsewhere(this.endpoint, this.network, own, url, refusedRedirect));
  }

  /** Ends the connections that are open. */
  async close(): Promise<void> {
    await Promise.all([...this.made.values()].map((made) => made.then((dispatcher) => dispatcher.destroy()).catch(() => {})));
  }

  private make(key: Asks | AddressClass, options: DispatcherOptions): Promise<Dispatcher> {
    let made = this.made.get(key);
    if (!made) {
      made = createDispatcher(this.endpoint, this.network, options).catch((error: unknown) => {
        // A keychain that was locked may be open the next time.
        this.made.delete(key);
        throw error;
      });
      this.made.set(key, made);
    }
    return made;
  }

  private ownClass(): Promise<AddressClass> {
    if (this.own && performance.now() - this.own.at < OWN_CLASS_AGE) return this.own.found;
    const found = nearnessOf(this.endpoint, this.network, this.base);
    this.own = { at: performance.now(), found };
    return found.catch((error: unknown) => {
      this.own = undefined;
      throw error;
    });
  }
}
