import { z } from 'zod';
import type { Token } from './token-cache.ts';

/** Scopes separated by spaces; `granted` is empty where the token does not show them. `expires` is an ISO time. */
export type Grant = { readonly asked: string; readonly granted: string; readonly expires: string };

const claims = z.object({
  exp: z.number().optional().catch(undefined),
  iat: z.number().optional().catch(undefined),
  access: z
    .array(z.object({ type: z.string(), name: z.string(), actions: z.array(z.string()).nullish() }))
    .nullish()
    .catch(undefined),
});

/** The claims of a token that is a JWT. They are shown and never trusted: the registry decides. */
function readClaims(token: string): z.infer<typeof claims> | undefined {
  try {
    return claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

/**
 * How long a token that is a JWT lasts, in ms; many services say it nowhere else (Quay, GitLab, Gitea, Azure). Counted from when the service
 * says it made the token, because the clock of this machine may be wrong.
 */
export function lifeOf(token: string): number | undefined {
  const { exp, iat } = readClaims(token) ?? {};
  if (exp === undefined || !Number.isSafeInteger(exp)) return undefined;
  const life = iat !== undefined && Number.isSafeInteger(iat) ? (exp - iat) * 1000 : exp * 1000 - Date.now();
  return life > 0 ? life : undefined;
}

/** What a token was asked to allow, and what it says that it allows (distribution `spec/auth/jwt.md`, claim `access`). */
export function readGrant(asked: readonly string[], token: Token | undefined): Grant | undefined {
  if (!token) return undefined;
  const access = readClaims(token.value)?.access ?? [];
  const granted = access.map(({ type, name, actions }) => `${type}:${name}:${(actions ?? []).join(',')}`);
  return {
    asked: asked.join(' ').slice(0, 500),
    granted: granted.join(' ').slice(0, 500),
    expires: new Date(Date.now() + token.expiresAt - performance.now()).toISOString(),
  };
}
