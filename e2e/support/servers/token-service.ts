import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importPKCS8, SignJWT } from 'jose';
import { makeSigner } from './certificates.ts';

export type TokenService = {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  readonly certificate: string;
  readonly given: () => number;
  /** The tokens it has given. */
  readonly tokens: readonly string[];
  stop(): Promise<void>;
};

type Access = { type: string; name: string; actions: string[] };

function readScope(scope: string): Access {
  const parts = scope.split(':');
  return { type: parts[0] ?? '', name: parts.slice(1, -1).join(':'), actions: (parts.at(-1) ?? '').split(',') };
}

/** A small token service whose JWTs Distribution itself verifies (distribution `spec/auth/token.md`): ES256 with an `x5c` header. */
export async function startTokenService(
  username: string,
  password: string,
  lifeSeconds = 300,
  /** What it grants of what is asked; everything by default. */
  allowed?: readonly string[],
): Promise<TokenService> {
  const signer = await makeSigner();
  const key = await importPKCS8(signer.keyPem, 'ES256');
  const x5c = [signer.certificatePem.replace(/-----[^-]+-----|\s/g, '')];
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const tokens: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== expected) {
      response.writeHead(401).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
      return;
    }
    const url = new URL(request.url ?? '/', 'http://token.invalid');
    const now = Math.floor(Date.now() / 1000);
    const access = url.searchParams
      .getAll('scope')
      .filter(Boolean)
      .map(readScope)
      .map((scope) => ({ ...scope, actions: scope.actions.filter((action) => !allowed || allowed.includes(action)) }));
    const token = await new SignJWT({ access })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', x5c })
      .setIssuer('longshore-test')
      .setAudience('test-registry')
      .setSubject(username)
      .setIssuedAt(now)
      .setNotBefore(now - 10)
      .setExpirationTime(now + lifeSeconds)
      .setJti(randomUUID())
      .sign(key);
    tokens.push(token);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token, expires_in: lifeSeconds }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    realm: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    service: 'test-registry',
    issuer: 'longshore-test',
    certificate: signer.certificate,
    given: () => tokens.length,
    tokens,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
