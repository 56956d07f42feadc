import { type Dispatcher, request } from 'undici';
import { type CertificateView, type Failure, isFailure } from '../../../shared/errors.ts';
import type { Endpoint, NetworkOptions } from '../endpoint.ts';
import { createDispatcher } from './dispatcher.ts';
import { chainOf, failureOfSocket, tlsReasonOf } from './socket-failure.ts';

/** What a server shows at the TLS handshake. `reason` is why it is not trusted; undefined where it is. `protocol` is such as `TLSv1.3`. */
export type TlsView = {
  readonly chain: CertificateView[];
  readonly reason: ReturnType<typeof tlsReasonOf>;
  readonly detail: string;
  readonly protocol: string;
};

const TIMEOUT = 5_000;

/**
 * Reads the certificates of a server, leaf first, whether they are trusted or not, over the route that the connection uses. Nothing is sent
 * over the socket, and it is never used for anything else. @throws Failure where there is no handshake at all.
 */
export async function inspectTls(connection: Endpoint, network: NetworkOptions, url: URL): Promise<TlsView> {
  let view: TlsView | undefined;
  let dispatcher: Dispatcher | undefined;
  try {
    dispatcher = await createDispatcher(connection, network, {
      to: 'elsewhere',
      inspect: (socket) => {
        // Node types it as an error; it is the code of one.
        const detail = socket.authorized ? '' : String(socket.authorizationError);
        const reason = socket.authorized ? undefined : (tlsReasonOf(detail) ?? 'other');
        view = { chain: chainOf(socket.getPeerCertificate(true)), reason, detail, protocol: socket.getProtocol() ?? '' };
        return new Error('seen');
      },
    });
    await request(url.origin, { dispatcher, signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    if (!view) throw failureOfSocket(error, url, []);
  } finally {
    void dispatcher?.destroy();
  }
  if (!view) throw failureOfSocket(new Error('no handshake'), url, []);
  return view;
}

/**
 * Whether the server wants a client certificate: with TLS 1.3 it only says so after the handshake, often by closing the connection, with 1.2
 * within it. The failure that says so, or undefined.
 */
export async function missingCertificate(connection: Endpoint, network: NetworkOptions, url: URL): Promise<Failure | undefined> {
  const dispatcher = await createDispatcher(connection, network, { to: 'elsewhere', inspect: () => new Error('seen'), tls12: true });
  try {
    await request(url.origin, { dispatcher, signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    const failure = failureOfSocket(error, url, []);
    if (isFailure(failure, 'TLS') && failure.data.reason === 'client-certificate') return failure;
  } finally {
    void dispatcher.destroy();
  }
  return undefined;
}

/** The chain for the words of a failure; empty where it cannot be seen. */
export function readChain(connection: Endpoint, network: NetworkOptions, url: URL): Promise<CertificateView[]> {
  return inspectTls(connection, network, url).then(
    (view) => view.chain,
    () => [],
  );
}
