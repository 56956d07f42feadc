import { connect, type PeerCertificate } from 'node:tls';
import type { CertificateView } from '../../shared/errors.ts';
import { chainOf } from './failure.ts';

/**
 * The certificates that a server shows, leaf first, so that a failed connection can say whose they were. Nothing is sent over the
 * connection, and it is never used for anything else. Empty when there is no answer within 3 s.
 */
export function readChain(url: URL): Promise<CertificateView[]> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({
      host,
      port: Number(url.port || 443),
      servername: /^[\d.:]+$/.test(host) ? '' : host,
      rejectUnauthorized: false,
      timeout: 3_000,
    });
    const finish = (chain: CertificateView[]): void => {
      socket.destroy();
      resolve(chain);
    };
    socket.once('secureConnect', () => finish(chainOf(socket.getPeerCertificate(true) as PeerCertificate)));
    socket.once('error', () => finish([]));
    socket.once('timeout', () => finish([]));
  });
}
