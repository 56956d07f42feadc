import { z } from 'zod';
import { Failure, type FailureValue, type RegistryError } from '../../../shared/errors.ts';
import type { Credential } from '../endpoint.ts';
import { bytesOf, type Needle, replaceEchoes } from './echo.ts';

/** What must not be shown: a password or token of the person's, with the name that is sent along, or a token that a service gave for it. */
export type Secret =
  | { readonly kind: 'own'; readonly secret: string; readonly username: string }
  | { readonly kind: 'given'; readonly secret: string };

/** Takes secrets out of whatever a registry says. */
export type Hider = {
  text(text: string): string;
  body(body: Buffer): Buffer;
  /** The same failure without what the registry may have repeated in it. */
  failure(failure: Failure): Failure;
};

const MARK = '…';
/** A credential as it stands in a header. */
const HEADER = /\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{6,}/gi;
/** Characters of a text that are looked at: of no message more than some hundred are shown, of a page that is none the beginning. */
const LONGEST_MESSAGE = 2_000;
const LONGEST_PAGE = 8_000;
/** As many errors of an answer as are ever shown. */
const MOST_ERRORS = 10;
/** The shortest base64 that is looked for: less is in any word. */
const LEAST_BASE64 = 4;

const isBase64 = (char: string): boolean => char !== '' && /[A-Za-z0-9+/=_-]/.test(char);

/** The characters of base64 that depend on a secret alone, wherever it begins among three bytes (RFC 4648 section 4). */
function base64Cores(bytes: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.from('\0'.repeat(offset) + bytes, 'latin1').toString('base64');
    const core = whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return core.length < LEAST_BASE64 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function needlesOf(given: Secret): Needle[] {
  const bytes = bytesOf(given.secret);
  // A server that takes the bytes for Latin-1 repeats other characters.
  const plain = [...new Set([bytes, bytesOf(bytes)])].map((needle) => ({ bytes: needle, run: undefined }));
  if (given.kind === 'given') return plain;
  // A short password has no core of its own: together with the name it has.
  const pair = Buffer.from(`${given.username}:${given.secret}`, 'utf8').toString('base64').replaceAll('=', '');
  return [...plain, ...[...new Set([...base64Cores(bytes), pair])].map((needle) => ({ bytes: needle, run: isBase64 }))];
}

/** The secrets of a credential; none without one. */
export function secretsOf(credential: Credential | undefined): Secret[] {
  if (!credential) return [];
  if (credential.kind === 'password') return [{ kind: 'own', secret: credential.password, username: credential.username }];
  return [{ kind: 'own', secret: credential.token, username: credential.kind === 'identity' ? credential.username : '' }];
}

const errorBody = z.object({ errors: z.array(z.object({ code: z.string(), message: z.string() }).partial().catch({})) });
const words = (text: string, change: (text: string) => string): string => change(text.slice(0, LONGEST_MESSAGE));

/** An error's body with no more in it than is read of it; anything but the errors of a registry is text. */
function hideBody(given: string, change: (text: string) => string): string {
  try {
    const { errors } = errorBody.parse(JSON.parse(given));
    const shown = errors
      .slice(0, MOST_ERRORS)
      .map(({ code = '', message = '' }) => ({ code: words(code, change), message: words(message, change) }));
    return JSON.stringify({ errors: shown });
  } catch {
    return change(given.slice(0, LONGEST_PAGE));
  }
}

/** What a registry, a proxy or a certificate can put words into; the rest of a failure is ours. */
function mapRemote(failure: FailureValue, change: (text: string) => string): Failure {
  const { code, data } = failure;
  const remote: Record<string, unknown> = {};
  for (const key of ['now', 'realm', 'detail'] as const) {
    const value = (data as Record<string, unknown>)[key];
    if (typeof value === 'string') remote[key] = change(value);
  }
  if ('errors' in data && data.errors)
    remote['errors'] = data.errors.map(({ code: said, message }: RegistryError) => ({ code: change(said), message: change(message) }));
  if ('chain' in data)
    remote['chain'] = data.chain.map((entry) => ({ ...entry, subject: change(entry.subject), issuer: change(entry.issuer) }));
  return new Failure(code, { ...data, ...remote } as never);
}

/** Hides these secrets in every form in which a registry may repeat them: as they are, escaped, and in base64 alone or with the name. */
export function hiderOf(secrets: readonly Secret[]): Hider {
  const needles = secrets.filter(({ secret }) => secret !== '').flatMap(needlesOf);
  const text = (given: string): string =>
    (needles.length === 0 ? given : replaceEchoes(given, needles, MARK)).replace(HEADER, `$1 ${MARK}`);
  return {
    text,
    body: (body) => Buffer.from(hideBody(body.toString('utf8'), text), 'utf8'),
    failure: (failure) => mapRemote(failure as FailureValue, (given) => words(given, text)),
  };
}
