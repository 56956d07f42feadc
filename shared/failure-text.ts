import type { FailureCode, InvalidReason, RegistryError } from './errors.ts';
import { type FailureKey, keyOf } from './failure-key.ts';
import type { failure as english } from './i18n/en/failure.ts';
import type { ShownFailure } from './shown-failure.ts';
import { utcOf } from './utc.ts';

/** What a person can do about a failure; the screen that shows it decides which of these it can offer. */
export type FailureAction = 'retry' | 'edit-connection' | 'sign-in' | 'trust-realm' | 'trust-certificate' | 'diagnose' | 'refresh';

/** What is true, why, and what to do next. */
export type FailureText = { readonly title: string; readonly detail: string; readonly actions: readonly FailureAction[] };

type KeyIn<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyIn<T[K]>}` }[keyof T & string];

/** Looks up a text of failures in a language, and fills values in: i18next on the page, English alone on the command line. */
export type FailureWords = (key: KeyIn<typeof english>, values?: Readonly<Record<string, unknown>>) => string;

/** A failure of the contract, or of the connection between the page and the application. */
type ShownKey = FailureKey | 'DISCONNECTED sent' | 'DISCONNECTED not-sent' | 'UNEXPECTED any';

const CODE_ACTIONS: Readonly<Record<FailureCode | 'DISCONNECTED' | 'UNEXPECTED', readonly FailureAction[]>> = {
  UNAUTHORIZED: ['sign-in', 'edit-connection', 'diagnose'],
  FORBIDDEN: ['sign-in', 'retry', 'diagnose'],
  NOT_FOUND: ['refresh'],
  UNSUPPORTED: [],
  RATE_LIMITED: ['retry'],
  TLS: ['edit-connection', 'trust-certificate', 'retry', 'diagnose'],
  NETWORK: ['retry', 'edit-connection', 'diagnose'],
  TIMEOUT: ['retry', 'diagnose'],
  INVALID_RESPONSE: ['retry', 'diagnose'],
  DIGEST_MISMATCH: ['retry'],
  CONFLICT: ['refresh'],
  KEYCHAIN: ['sign-in', 'retry'],
  REGISTRY: ['retry', 'diagnose'],
  IMAGE_FILE: ['retry'],
  STORAGE: ['retry'],
  DISCONNECTED: ['retry'],
  UNEXPECTED: ['retry'],
};

/** Where one reason needs something else than its code does. */
const KEY_ACTIONS: { readonly [K in ShownKey]?: readonly FailureAction[] } = {
  'UNAUTHORIZED foreign-realm': ['trust-realm', 'diagnose'],
  'UNAUTHORIZED unsafe-realm': ['retry', 'diagnose'],
  'UNAUTHORIZED unknown-challenge': ['edit-connection', 'diagnose'],
  'UNAUTHORIZED destination-changed': ['diagnose'],
  'UNAUTHORIZED helper-not-confirmed': ['diagnose'],
  'FORBIDDEN read-only': ['edit-connection', 'diagnose'],
  'UNSUPPORTED catalog': ['retry'],
  'UNSUPPORTED registry-v2': ['edit-connection', 'retry', 'diagnose'],
  'UNSUPPORTED restore': ['retry'],
  'UNSUPPORTED undo': ['retry'],
  'UNSUPPORTED complete': ['retry'],
  'TLS self-signed': ['trust-certificate', 'edit-connection', 'retry', 'diagnose'],
  'TLS expired': ['retry', 'trust-certificate', 'diagnose'],
  'TLS not-tls': ['edit-connection', 'retry', 'diagnose'],
  'TLS tls-expected': ['edit-connection', 'retry', 'diagnose'],
  'TLS client-certificate': ['edit-connection', 'diagnose'],
  'TLS pin-changed': ['trust-certificate', 'retry', 'diagnose'],
  'TLS other': ['edit-connection', 'retry', 'diagnose'],
  'NETWORK unreachable': ['retry', 'diagnose'],
  'NETWORK cut': ['retry', 'diagnose'],
  'NETWORK proxy-sign-in': ['edit-connection', 'retry', 'diagnose'],
  'NETWORK proxy-refused': ['edit-connection', 'retry', 'diagnose'],
  'NETWORK proxy-unreachable': ['edit-connection', 'retry', 'diagnose'],
  'NETWORK proxy-address': ['edit-connection', 'retry', 'diagnose'],
  'NETWORK not-http': ['edit-connection', 'retry', 'diagnose'],
  'INVALID_RESPONSE address': [],
  'CONFLICT file-exists': [],
  'CONFLICT not-confirmed': [],
  'IMAGE_FILE not-replaced': [],
  'IMAGE_FILE foreign-layers': [],
  'DISCONNECTED not-sent': [],
};

function shownKeyOf(failure: ShownFailure): ShownKey {
  if (failure.code === 'DISCONNECTED') return failure.data.sent ? 'DISCONNECTED sent' : 'DISCONNECTED not-sent';
  return failure.code === 'UNEXPECTED' ? 'UNEXPECTED any' : keyOf(failure);
}

/** Why an answer cannot be used: part of a sentence, without its end. */
export const invalidTextIn = (t: FailureWords, { why, detail = '' }: InvalidReason): string => t(`failure.invalidWhy.${why}`, { detail });

/** The registry's own words. */
const saidBy = (errors: readonly RegistryError[] = []): string =>
  errors.map(({ code, message }) => [code, message].filter(Boolean).join(': ')).join('. ');

/** The words of a reason that is part of a sentence. */
function partsOf(t: FailureWords, { code, data }: ShownFailure): Readonly<Record<string, string | number>> {
  switch (code) {
    case 'FORBIDDEN':
      return { action: t(`failure.right.${data.action}`) };
    case 'NOT_FOUND':
      return { what: t(`failure.part.${data.what}`), subject: data.subject ?? '' };
    case 'UNSUPPORTED':
      switch (data.feature) {
        case 'delete':
          return { reason: t(`failure.deleteWhy.${data.why}`, { status: data.status ?? '' }) };
        case 'restore':
          return { reason: t(`failure.restoreWhy.${data.why}`) };
        case 'undo':
          return { reason: t(`failure.undoWhy.${data.why}`) };
        case 'complete':
          return { reason: t(`failure.completeWhy.${data.why}`) };
        default:
          return {};
      }
    case 'RATE_LIMITED':
      return { seconds: Math.ceil((data.retryAfter ?? 0) / 1000) };
    case 'TLS': {
      const [leaf] = data.chain;
      const issuer = data.chain.at(-1)?.issuer || leaf?.issuer || t('failure.someone');
      return { issuer, subject: leaf?.subject ?? '', validTo: leaf ? utcOf(leaf.validTo) : '' };
    }
    case 'INVALID_RESPONSE':
      return { where: t(`failure.part.${data.where}`), why: invalidTextIn(t, data) };
    case 'CONFLICT':
      return { said: data.now ?? '' };
    case 'REGISTRY':
      return { said: saidBy(data.errors) };
    default:
      return {};
  }
}

/** The sentence for a failure and the next things to do: the only place where codes become words. */
export function failureTextIn(t: FailureWords, failure: ShownFailure): FailureText {
  const key = shownKeyOf(failure);
  const values = { realm: '', limit: '', program: '', detail: '', ...failure.data, ...partsOf(t, failure) };
  return {
    title: t(`failure.text.${key}.title`, values),
    detail: t(`failure.text.${key}.detail`, values),
    actions: KEY_ACTIONS[key] ?? CODE_ACTIONS[failure.code],
  };
}
