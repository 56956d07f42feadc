import type { TFunction } from 'i18next';
import { assertNever } from '../../shared/assert-never.ts';
import type { InvalidReason } from '../../shared/errors.ts';
import type { ShownFailure } from './failure.ts';

/** What file systems say, as far as a person can do something about it. */
const FILE_REASONS: Readonly<Record<string, 'missing' | 'full' | 'denied' | 'folder' | 'path' | 'changed' | 'later'>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  EISDIR: 'folder',
  'not a whole path': 'path',
  'changed-meanwhile': 'changed',
  'later-version': 'later',
};

/** What a person can do about a failure; the screen that shows it decides which of these it can offer. */
export type FailureAction = 'retry' | 'edit-connection' | 'sign-in' | 'trust-realm' | 'trust-certificate' | 'diagnose' | 'refresh';

/** What is true, why, and what to do next. */
export type FailureText = { readonly title: string; readonly detail: string; readonly actions: readonly FailureAction[] };

type Of<C extends ShownFailure['code']> = Extract<ShownFailure, { code: C }>['data'];

function unauthorized(t: TFunction, { host, reason, realm = '' }: Of<'UNAUTHORIZED'>): FailureText {
  switch (reason) {
    case 'no-credentials':
      return {
        title: t('failure.noCredentials.title', { host }),
        detail: t('failure.noCredentials.detail'),
        actions: ['sign-in', 'edit-connection'],
      };
    case 'rejected':
      return {
        title: t('failure.rejected.title', { host }),
        detail: t('failure.rejected.detail'),
        actions: ['sign-in', 'edit-connection'],
      };
    case 'expired':
      return { title: t('failure.expired.title', { host }), detail: t('failure.expired.detail'), actions: ['sign-in', 'edit-connection'] };
    case 'foreign-realm':
      return {
        title: t('failure.foreignRealm.title', { host, realm }),
        detail: t('failure.foreignRealm.detail', { host, realm }),
        actions: ['trust-realm'],
      };
    case 'unsafe-realm':
      return { title: t('failure.unsafeRealm.title', { host }), detail: t('failure.unsafeRealm.detail', { realm }), actions: ['retry'] };
    case 'unknown-challenge':
      return {
        title: t('failure.unknownChallenge.title', { host }),
        detail: t('failure.unknownChallenge.detail'),
        actions: ['edit-connection'],
      };
    case 'destination-changed':
      return { title: t('failure.wayChanged.title', { host }), detail: t('failure.wayChanged.detail'), actions: [] };
    case 'helper-not-confirmed':
      return { title: t('failure.helperNotConfirmed.title', { host }), detail: t('failure.helperNotConfirmed.detail'), actions: [] };
    default:
      return assertNever(reason);
  }
}

/** The title of a TLS failure: most are about trust, some are about something else. */
function tlsTitle(t: TFunction, { host, reason }: Of<'TLS'>): string {
  switch (reason) {
    case 'not-tls':
      return t('failure.tls.notTlsTitle', { host });
    case 'tls-expected':
      return t('failure.tls.tlsExpectedTitle', { host });
    case 'client-certificate':
      return t('failure.tls.clientTitle', { host });
    case 'pin-changed':
      return t('failure.tls.pinTitle', { host });
    default:
      return t('failure.tls.title', { host });
  }
}

function tls(t: TFunction, failure: Of<'TLS'>): FailureText {
  const { host, reason, chain } = failure;
  const issuer = chain.at(-1)?.issuer || chain[0]?.issuer || t('failure.tls.someone');
  const title = tlsTitle(t, failure);
  const values = { host, issuer, subject: chain[0]?.subject ?? '', validTo: chain[0]?.validTo ?? '' };
  switch (reason) {
    case 'self-signed':
      return { title, detail: t('failure.tls.selfSigned', values), actions: ['trust-certificate', 'edit-connection', 'retry'] };
    case 'unknown-authority':
      return { title, detail: t('failure.tls.unknownAuthority', values), actions: ['edit-connection', 'trust-certificate', 'retry'] };
    case 'expired':
      return { title, detail: t('failure.tls.expired', values), actions: ['retry', 'trust-certificate'] };
    case 'wrong-name':
      return { title, detail: t('failure.tls.wrongName', values), actions: ['edit-connection', 'trust-certificate', 'retry'] };
    case 'not-tls':
      return { title, detail: t('failure.tls.notTls', values), actions: ['edit-connection', 'retry'] };
    case 'tls-expected':
      return { title, detail: t('failure.tls.tlsExpected', values), actions: ['edit-connection', 'retry'] };
    case 'client-certificate':
      return { title, detail: t('failure.tls.clientCertificate', values), actions: ['edit-connection'] };
    case 'pin-changed':
      return { title, detail: t('failure.tls.pinChanged', values), actions: ['trust-certificate', 'retry'] };
    case 'other':
      return { title, detail: t('failure.tls.other', values), actions: ['edit-connection', 'retry'] };
    default:
      return assertNever(reason);
  }
}

function network(t: TFunction, { host, reason, detail }: Of<'NETWORK'>): FailureText {
  const title = t('failure.network.title', { host });
  switch (reason) {
    case 'refused':
      return { title, detail: t('failure.network.refused', { host }), actions: ['retry', 'edit-connection'] };
    case 'unknown-host':
      return { title, detail: t('failure.network.unknownHost', { host }), actions: ['retry', 'edit-connection'] };
    case 'unreachable':
      return { title, detail: t('failure.network.unreachable', { host }), actions: ['retry'] };
    case 'cut':
      return { title: t('failure.network.cutTitle', { host }), detail: t('failure.network.cut'), actions: ['retry'] };
    case 'proxy':
      return {
        title: t('failure.network.proxyTitle', { host }),
        detail:
          detail === '407'
            ? t('failure.network.proxyAuth')
            : /^\d{3}$/.test(detail)
              ? t('failure.network.proxyRefused', { detail })
              : t('failure.network.proxyGone', { detail }),
        actions: ['edit-connection', 'retry'],
      };
    case 'not-http':
      return {
        title: t('failure.network.notHttpTitle', { host }),
        detail: t('failure.network.notHttp'),
        actions: ['edit-connection', 'retry'],
      };
    case 'headers-too-large':
      return {
        title: t('failure.network.headersTitle', { host }),
        detail: t('failure.network.headers'),
        actions: ['retry', 'edit-connection'],
      };
    case 'other':
      return { title, detail: t('failure.network.other'), actions: ['retry', 'edit-connection'] };
    default:
      return assertNever(reason);
  }
}

function conflict(t: TFunction, { what, subject, now = '' }: Of<'CONFLICT'>): FailureText {
  switch (what) {
    case 'tag-moved':
      return { title: t('failure.conflict.tagMoved', { subject }), detail: t('failure.conflict.nothingChanged'), actions: ['refresh'] };
    case 'tag-gone':
      return { title: t('failure.conflict.tagGone', { subject }), detail: t('failure.conflict.nothingChanged'), actions: ['refresh'] };
    case 'tags-changed':
      return { title: t('failure.conflict.tagsChanged', { subject }), detail: t('failure.conflict.nothingChanged'), actions: ['refresh'] };
    case 'outcome-unknown':
      return {
        title: t('failure.conflict.outcomeUnknown', { subject }),
        detail: t('failure.conflict.outcomeUnknownDetail'),
        actions: ['refresh'],
      };
    case 'change-running':
      return { title: t('failure.conflict.changeRunning'), detail: t('failure.conflict.changeRunningDetail'), actions: ['refresh'] };
    case 'file-exists':
      return { title: t('failure.conflict.fileExists'), detail: subject, actions: [] };
    case 'plan-expired':
      return { title: t('failure.conflict.planExpired'), detail: t('failure.conflict.nothingChanged'), actions: ['refresh'] };
    case 'protected':
      return {
        title: t('failure.conflict.protected', { subject }),
        detail: t('failure.conflict.protectedDetail', { said: now }),
        actions: ['refresh'],
      };
    case 'not-confirmed':
      return { title: t('failure.conflict.notConfirmed'), detail: t('failure.conflict.nothingChanged'), actions: [] };
    default:
      return assertNever(what);
  }
}

function unsupported(t: TFunction, data: Of<'UNSUPPORTED'>): FailureText {
  switch (data.feature) {
    case 'catalog':
      return { title: t('failure.catalog.title'), detail: t('failure.catalog.detail', { why: data.why }), actions: ['retry'] };
    case 'delete':
      return { title: t('failure.delete.title'), detail: t(`failure.delete.${data.why}`, { status: data.status ?? '' }), actions: [] };
    case 'registry-v2':
      return {
        title: t('failure.notRegistry.title'),
        detail: t('failure.notRegistry.detail', { why: data.why }),
        actions: ['edit-connection', 'retry'],
      };
    case 'media-type':
      return { title: t('failure.mediaType.title'), detail: data.why, actions: [] };
    case 'put-back':
      return { title: t('failure.putBack.title'), detail: t(`history.obstacle.${data.why}`), actions: ['retry'] };
    default:
      return assertNever(data);
  }
}

/** Failures of the way to a registry: a diagnosis can say more about them. */
const ON_THE_WAY: ReadonlySet<ShownFailure['code']> = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'TLS', 'NETWORK', 'TIMEOUT', 'REGISTRY']);

/** The sentence for a failure and the next things to do: the only place where codes become words. */
export function failureText(t: TFunction, failure: ShownFailure): FailureText {
  const text = wordsOf(t, failure);
  const { code, data } = failure;
  const diagnosable =
    ON_THE_WAY.has(code) ||
    (code === 'UNSUPPORTED' && data.feature === 'registry-v2') ||
    (code === 'INVALID_RESPONSE' && data.where !== 'address');
  return diagnosable ? { ...text, actions: [...text.actions, 'diagnose'] } : text;
}

/** Why an answer cannot be used: part of a sentence, without its end. */
export const invalidText = (t: TFunction, { why, detail = '' }: InvalidReason): string => t(`failure.invalidWhy.${why}`, { detail });

function wordsOf(t: TFunction, failure: ShownFailure): FailureText {
  const { code, data } = failure;
  switch (code) {
    case 'UNAUTHORIZED':
      return unauthorized(t, data);
    case 'FORBIDDEN':
      return data.by === 'read-only'
        ? { title: t('failure.readOnly.title'), detail: t('failure.readOnly.detail'), actions: ['edit-connection'] }
        : {
            title: t('failure.forbidden.title', { host: data.host }),
            detail: t('failure.forbidden.detail', { action: data.action }),
            actions: ['sign-in', 'retry'],
          };
    case 'NOT_FOUND':
      return { title: t('failure.notFound.title', { what: data.what }), detail: t('failure.notFound.detail'), actions: ['refresh'] };
    case 'UNSUPPORTED':
      return unsupported(t, data);
    case 'RATE_LIMITED':
      return {
        title: t('failure.rateLimited.title', { host: data.host }),
        detail:
          data.retryAfter === undefined
            ? t('failure.rateLimited.later')
            : t('failure.rateLimited.after', { seconds: Math.ceil(data.retryAfter / 1000) }),
        actions: ['retry'],
      };
    case 'TLS':
      return tls(t, data);
    case 'NETWORK':
      return network(t, data);
    case 'TIMEOUT':
      return { title: t('failure.timeout.title', { host: data.host }), detail: t('failure.timeout.detail'), actions: ['retry'] };
    case 'INVALID_RESPONSE':
      return {
        title: data.where === 'address' ? t('failure.address.title') : t('failure.invalid.title', { where: data.where }),
        detail: data.where === 'address' ? t('failure.address.detail') : t('failure.invalid.detail', { why: invalidText(t, data) }),
        actions: data.where === 'address' ? [] : ['retry'],
      };
    case 'DIGEST_MISMATCH':
      return {
        title: t('failure.digest.title'),
        detail: t('failure.digest.detail', { expected: data.expected, actual: data.actual }),
        actions: ['retry'],
      };
    case 'CONFLICT':
      return conflict(t, data);
    case 'KEYCHAIN':
      if (data.reason.startsWith('docker-credential-'))
        return {
          title: t('failure.helper.title'),
          detail: t('failure.helper.detail', { reason: data.reason }),
          actions: ['sign-in', 'retry'],
        };
      return {
        title: t('failure.keychain.title'),
        detail: t('failure.keychain.detail', { reason: data.reason }),
        actions: ['sign-in', 'retry'],
      };
    case 'REGISTRY':
      return {
        title: t('failure.registry.title', { host: data.host, status: data.status }),
        detail: data.errors.map((error) => [error.code, error.message].filter(Boolean).join(': ')).join('. '),
        actions: ['retry'],
      };
    case 'STORAGE':
      return {
        title: t(`failure.storage.${FILE_REASONS[data.reason] ?? 'other'}`),
        detail: t('failure.storage.detail', { path: data.path, reason: data.reason }),
        actions: ['retry'],
      };
    case 'ARCHIVE':
      return {
        title: t(`failure.archive.${data.reason}.title`, { subject: data.subject }),
        detail: t(`failure.archive.${data.reason}.detail`, { subject: data.subject, limit: data.limit ?? '' }),
        actions: data.reason === 'not-replaced' || data.reason === 'foreign-layers' ? [] : ['retry'],
      };
    case 'DISCONNECTED':
      return data.sent
        ? { title: t('failure.disconnected.title'), detail: t('failure.disconnected.detail'), actions: ['retry'] }
        : { title: t('failure.notSent.title'), detail: t('failure.notSent.detail'), actions: [] };
    case 'UNEXPECTED':
      return {
        title: t('failure.unexpected.title'),
        detail: t('failure.unexpected.detail', { message: data.message }),
        actions: ['retry'],
      };
    default:
      return assertNever(code);
  }
}
