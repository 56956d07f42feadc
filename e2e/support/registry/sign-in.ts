import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asked, Behaviour } from './behaviour.ts';

type Grant = { readonly scopes: ReadonlySet<string>; readonly expiresAt: number };

/** Whether the request carries the right name and password by Basic. */
export function hasPassword(request: IncomingMessage, { username, password }: Behaviour): boolean {
  return request.headers.authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string | string[]> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}

/** Signing in to the double: Basic, or Bearer with a token service. */
export class SignIn {
  private readonly grants = new Map<string, Grant>();
  /** How many tokens were given out. */
  tokensGiven = 0;

  /** Makes every token invalid, as if it had expired. */
  expireAll(): void {
    this.grants.clear();
  }

  /** Whether the request may go on; where not, the challenge has been answered. */
  admit(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour, asked: Omit<Asked, 'refused'>): boolean {
    const auth = asked.kind === 'catalog' ? (behaviour.catalogAuth ?? behaviour.auth) : behaviour.auth;
    if (auth === 'none') return true;
    const refused = request.headers.authorization !== undefined;
    if (auth === 'basic' && hasPassword(request, behaviour)) return true;
    const { expiredPassword } = behaviour;
    if (auth === 'basic' && expiredPassword !== undefined && hasPassword(request, { ...behaviour, password: expiredPassword })) {
      // ECR: 403 and no challenge.
      sendError(response, 403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.');
      return false;
    }
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : this.grants.get(token);
    const covers = asked.scope === '' || grant?.scopes.has(asked.scope) || grant?.scopes.has('*');
    if (auth === 'bearer' && grant && grant.expiresAt > performance.now() && covers) return true;
    const scope = asked.scope === '' ? '' : `,scope="${asked.scope}"`;
    const usual =
      auth === 'basic'
        ? 'Basic realm="Sample"'
        : `Bearer realm="${behaviour.realm ?? asked.origin + behaviour.tokenPath}",service="sample"${scope}`;
    const challenge = behaviour.challenge?.({ ...asked, refused }) ?? [usual];
    sendError(response, 401, 'UNAUTHORIZED', 'authentication required', challenge.length > 0 ? { 'www-authenticate': [...challenge] } : {});
    return false;
  }

  /**
   * The token service: gives the intersection of what is asked and what is allowed, by GET (distribution `spec/auth/token.md`) and by POST
   * (`spec/auth/oauth.md`).
   */
  async answerToken(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour, url: URL): Promise<void> {
    const isPost = request.method === 'POST';
    if (behaviour.tokenFlow !== 'both' && isPost !== (behaviour.tokenFlow === 'post'))
      return sendError(response, 405, 'UNSUPPORTED', 'method');
    const form = isPost ? await readForm(request) : undefined;
    const anonymous = behaviour.anonymousTokens && !form && request.headers.authorization === undefined;
    if (!anonymous && !(form ? admitsForm(form, behaviour) : hasPassword(request, behaviour)))
      return sendError(response, 401, 'DENIED', 'incorrect username or password');
    const asked = form ? (form.get('scope') ?? '').split(' ').filter(Boolean) : url.searchParams.getAll('scope');
    if (asked.some((scope) => behaviour.tokenRefusesScope?.test(scope))) return sendError(response, 400, 'INVALID_REQUEST', 'scope');
    const token = randomBytes(24).toString('base64url');
    this.grants.set(token, {
      scopes: new Set(asked.flatMap((scope) => granted(scope, anonymous ? { allowedActions: ['pull'] } : behaviour))),
      expiresAt: performance.now() + behaviour.tokenLife * 1000,
    });
    this.tokensGiven++;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ [behaviour.tokenField]: token, ...(behaviour.tokenTellsExpiry ? { expires_in: behaviour.tokenLife } : {}) }),
    );
  }
}

function admitsForm(form: URLSearchParams, { username, password, identityToken }: Behaviour): boolean {
  if (form.get('grant_type') === 'refresh_token') return identityToken !== undefined && form.get('refresh_token') === identityToken;
  return form.get('username') === username && form.get('password') === password;
}

function granted(scope: string, { allowedActions }: Pick<Behaviour, 'allowedActions'>): string[] {
  const colon = scope.lastIndexOf(':');
  if (colon < 0) return [scope];
  const actions = scope
    .slice(colon + 1)
    .split(',')
    .filter((action) => allowedActions.includes(action));
  return actions.map((action) => `${scope.slice(0, colon)}:${action}`);
}
