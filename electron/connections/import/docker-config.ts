import { z } from 'zod';
import { withoutMark } from '../../../shared/json.ts';
import { withoutTrailing } from '../../../shared/text.ts';

/** A credential that a file names: kept in it, or known to a helper. */
export type NamedCredential =
  | { readonly kind: 'password'; readonly server: string; readonly username: string; readonly password: string }
  | { readonly kind: 'identity'; readonly server: string; readonly username: string; readonly token: string }
  | { readonly kind: 'token'; readonly server: string; readonly token: string }
  | { readonly kind: 'helper'; readonly server: string; readonly helper: string };

export type DockerConfig = {
  readonly credentials: readonly NamedCredential[];
  /** The helper that knows every server not named otherwise; what it knows is asked from it. */
  readonly store: string | undefined;
};

const entry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
});
// The name becomes part of a program's name.
const helper = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
const config = z.object({
  auths: z.record(z.string(), entry.catch({})).optional().catch(undefined),
  credHelpers: z.record(z.string(), z.unknown()).optional().catch(undefined),
  credsStore: helper.optional().catch(undefined),
});

/** `auth` is the name and the password joined by a colon, in base64; some tools end it with a NUL. */
function readAuth(auth: string): { username: string; password: string } | undefined {
  const text = withoutTrailing(Buffer.from(auth, 'base64').toString('utf8'), '\0');
  const colon = text.indexOf(':');
  return colon > 0 ? { username: text.slice(0, colon), password: text.slice(colon + 1) } : undefined;
}

function readEntry(server: string, given: z.infer<typeof entry>): NamedCredential | undefined {
  const pair = given.auth ? readAuth(given.auth) : undefined;
  const username = pair?.username ?? given.username ?? '';
  const password = pair?.password ?? given.password ?? '';
  if (given.identitytoken) return { kind: 'identity', server, username, token: given.identitytoken };
  if (given.registrytoken) return { kind: 'token', server, token: given.registrytoken };
  return username !== '' && password !== '' ? { kind: 'password', server, username, password } : undefined;
}

/**
 * Reads Docker's `config.json` and the `auth.json` of podman, skopeo and buildah, which have one format (containers-auth.json(5)). What cannot
 * be read of a part leaves the others. @throws SyntaxError or ZodError for a file that is none; its text, which may hold secrets, is in neither.
 */
export function readDockerConfig(text: string): DockerConfig {
  let json: unknown;
  try {
    json = JSON.parse(withoutMark(text));
  } catch {
    // The original message quotes the text.
    throw new SyntaxError('not JSON');
  }
  const { auths = {}, credHelpers = {}, credsStore: store } = config.parse(json);
  const helped = Object.entries(credHelpers).flatMap(([server, name]) => {
    const parsed = helper.safeParse(name);
    return parsed.success ? [{ kind: 'helper', server, helper: parsed.data } as const] : [];
  });
  const known = new Set(helped.map(({ server }) => server));
  const kept = Object.entries(auths).flatMap(([server, given]): NamedCredential[] => {
    if (known.has(server)) return [];
    const credential = readEntry(server, given);
    if (credential) return [credential];
    // An empty entry is Docker's note that the store knows this server.
    return store === undefined ? [] : [{ kind: 'helper', server, helper: store }];
  });
  return { credentials: [...helped, ...kept], store };
}
