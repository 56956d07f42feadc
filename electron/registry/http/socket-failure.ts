import type { PeerCertificate } from 'node:tls';
import { type CertificateView, Failure } from '../../../shared/errors.ts';

// The one file that says what a socket, TLS or time-out error means.

type SocketError = Error & {
  code?: string;
  cause?: unknown;
  errors?: unknown[];
  hostname?: string;
  /** Node's TLS has it as it was given. */
  port?: number | string;
  cert?: PeerCertificate;
  reason?: string;
};

/** undici wraps, Node bundles the attempts of several addresses: the innermost error with a code says what happened. */
function innermost(error: unknown): SocketError {
  let current = error as SocketError;
  for (let i = 0; i < 6; i++) {
    const next = current.cause ?? current.errors?.[0];
    if (!(next instanceof Error)) return current;
    current = next as SocketError;
  }
  return current;
}

const name = (fields: PeerCertificate['subject'] | undefined): string => {
  const value = fields?.CN ?? fields?.O ?? '';
  return Array.isArray(value) ? value.join(', ') : value;
};

/** The chain as a person reads it: leaf first. */
export function chainOf(certificate: PeerCertificate | undefined): CertificateView[] {
  const chain: CertificateView[] = [];
  let current = certificate as (PeerCertificate & { issuerCertificate?: PeerCertificate }) | undefined;
  while (current?.subject && chain.length < 10) {
    const view = {
      subject: name(current.subject),
      issuer: name(current.issuer),
      validTo: current.valid_to ?? '',
      fingerprint: current.fingerprint256 ?? '',
    };
    if (chain.some((seen) => seen.fingerprint === view.fingerprint)) break;
    chain.push(view);
    current = current.issuerCertificate;
  }
  return chain;
}

type TlsReason = ConstructorParameters<typeof Failure<'TLS'>>[1]['reason'];

const TLS_REASONS: Readonly<Record<string, TlsReason>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
};

// Spelt differently by each version of OpenSSL and BoringSSL. Go before 1.21 says "bad certificate" where none came.
const CLIENT_CERTIFICATE = /ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE|UNKNOWN_CA|CERTIFICATE_UNKNOWN)$/;

/** What an OpenSSL or Node TLS error code means; undefined for one that is not known. */
export function tlsReasonOf(code: string): TlsReason | undefined {
  return CLIENT_CERTIFICATE.test(code) ? 'client-certificate' : TLS_REASONS[code];
}

type NetworkReason = ConstructorParameters<typeof Failure<'NETWORK'>>[1]['reason'];

const NETWORK_REASONS: Readonly<Record<string, NetworkReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  UND_ERR_SOCKET: 'cut',
  // HTTP/2: one stream was reset, or its connection is to be left.
  UND_ERR_INFO: 'cut',
  ERR_HTTP2_STREAM_ERROR: 'cut',
  UND_ERR_HEADERS_OVERFLOW: 'headers-too-large',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** undici gives its parser's errors a name, and a code only to some. */
const isOfParser = ({ name: given, code = '' }: SocketError): boolean => given === 'HTTPParserError' || code.startsWith('HPE_');

const TIMEOUTS = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** undici says in words what a proxy answered; the status is all that is taken from them. */
const PROXY_REFUSAL = /Proxy (?:response \((\d{3})\)|Authentication Required \((407)\))/;

/** Whether the socket error names another place than the one asked for: that was the proxy. */
function isOfProxy({ hostname, port, code }: SocketError, url: URL): boolean {
  if (code === 'UND_ERR_PRX_TLS' || code === 'UND_ERR_PRX_CONNECT') return true;
  if (hostname !== undefined && hostname !== url.hostname) return true;
  return port !== undefined && Number(port) !== Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}

const proxyFailure = (host: string, status: string): Failure =>
  new Failure('NETWORK', { host, reason: status === '407' ? 'proxy-sign-in' : 'proxy-refused', detail: status });

/** What a thrown socket, TLS or time-out error means; an abort is passed on as it is. */
export function failureOfSocket(error: unknown, url: URL, chain: CertificateView[]): unknown {
  if (error instanceof Failure) return error;
  const { host } = url;
  const inner = innermost(error);
  const refusal = PROXY_REFUSAL.exec(inner.message);
  if (refusal) return proxyFailure(host, refusal[1] ?? refusal[2] ?? '');
  if (error instanceof Error && error.name === 'AbortError') return error;
  const code = inner.code ?? '';
  const detail = [code, inner.reason ?? ''].filter(Boolean).join(': ');
  if (isOfProxy(inner, url)) return new Failure('NETWORK', { host, reason: 'proxy-unreachable', detail });
  if (TIMEOUTS.has(code) || inner.name === 'TimeoutError') return new Failure('TIMEOUT', { host });
  const tls = tlsReasonOf(code);
  if (tls !== undefined || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    const seen = chain.length > 0 ? chain : chainOf(inner.cert);
    return new Failure('TLS', { host, reason: tls ?? 'other', detail, chain: seen });
  }
  const reason = NETWORK_REASONS[code] ?? (isOfParser(inner) ? 'not-http' : 'other');
  return new Failure('NETWORK', { host, reason, detail: detail || inner.message.slice(0, 200) });
}

/** Whether a GET or HEAD that failed like this is worth a second try. */
export function isPassing(error: unknown): boolean {
  return error instanceof Failure && error.code === 'NETWORK' && (error as Failure<'NETWORK'>).data.reason === 'cut';
}

/** Whether what came was no HTTP. */
export function isNoHttp(error: unknown): boolean {
  return error instanceof Failure && error.code === 'NETWORK' && (error as Failure<'NETWORK'>).data.reason === 'not-http';
}
