import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Certificates } from './certificates.ts';

/** A server that should receive nothing: it records every request, so that a test can search them for secrets. */
export type RecordingServer = {
  readonly url: string;
  readonly port: number;
  /** Whole requests: line, headers, body, and whether a client certificate came. */
  readonly received: string[];
  stop(): Promise<void>;
};

export type FixedAnswer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string };

/** Listens on loopback, with TLS where certificates are given; then it asks for a client certificate, too. */
export async function startRecordingServer(answer: FixedAnswer = {}, certificates?: Certificates): Promise<RecordingServer> {
  const received: string[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const certificate = certificates ? Object.keys((request.socket as TLSSocket).getPeerCertificate()).length > 0 : false;
    received.push(
      [
        `${request.method} ${request.url}`,
        ...request.rawHeaders,
        Buffer.concat(chunks).toString('utf8'),
        certificate ? 'CERTIFICATE' : '',
      ].join('\n'),
    );
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(answer.body ?? '{}');
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => void handle(request, response);
  const server = certificates
    ? createTlsServer(
        {
          cert: await readFile(certificates.certificate),
          key: await readFile(certificates.key),
          requestCert: true,
          rejectUnauthorized: false,
        },
        listener,
      )
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificates ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    received,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
