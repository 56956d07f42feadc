import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Behaviour } from './behaviour.ts';

type Grant = { readonly scopes: ReadonlySet<string>; readonly expiresAt: number };

function hasPassword(request: IncomingMessage, { username, password }: Behaviour): boolean {
  return request.headers.authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Signing in to the sample registry: Basic, or Bearer with a token service of its own under `/token`. */
export class SampleAuth {
  private readonly grants = new Map<string, Grant>();
  /** How many tokens were given out. */
  tokensGiven = 0;

  /** Whether the request may go on; where not, the challenge has been answered. `scopes` is what it takes, such as `repository:a/b:pull`. */
  admit(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour, origin: string, scope: string): boolean {
    if (behaviour.auth === 'none') return true;
    if (behaviour.auth === 'basic' && hasPassword(request, behaviour)) return true;
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : this.grants.get(token);
    if (behaviour.auth === 'bearer' && grant && grant.expiresAt > Date.now() && (scope === '' || grant.scopes.has(scope))) return true;
    const challenge =
      behaviour.auth === 'basic'
        ? 'Basic realm="Sample"'
        : `Bearer realm="${behaviour.realm ?? `${origin}/token`}",service="sample"${scope === '' ? '' : `,scope="${scope}"`}`;
    response.writeHead(401, { 'www-authenticate': challenge, 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] }));
    return false;
  }

  /** `GET /token`: gives the intersection of what is asked and what is allowed (distribution `spec/auth/token.md`). */
  answerToken(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour, url: URL): void {
    if (!hasPassword(request, behaviour)) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'incorrect username or password' }] }));
      return;
    }
    const scopes = url.searchParams.getAll('scope').flatMap((scope) => {
      const colon = scope.lastIndexOf(':');
      const actions = scope
        .slice(colon + 1)
        .split(',')
        .filter((action) => behaviour.allowedActions.includes(action));
      return actions.map((action) => `${scope.slice(0, colon)}:${action}`);
    });
    const token = randomBytes(24).toString('base64url');
    this.grants.set(token, { scopes: new Set(scopes), expiresAt: Date.now() + behaviour.tokenLife * 1000 });
    this.tokensGiven++;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token, expires_in: behaviour.tokenLife }));
  }
}
