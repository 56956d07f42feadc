import { assertNever } from './assert-never.ts';
import type { FailureCode, FailureData, FailureValue } from './errors.ts';

type Reasons = {
  UNAUTHORIZED: FailureData<'UNAUTHORIZED'>['reason'];
  FORBIDDEN: FailureData<'FORBIDDEN'>['by'];
  NOT_FOUND: 'content' | 'platform' | 'connection' | 'run' | 'change';
  UNSUPPORTED: FailureData<'UNSUPPORTED'>['feature'];
  RATE_LIMITED: 'later' | 'after';
  TLS: FailureData<'TLS'>['reason'];
  NETWORK: FailureData<'NETWORK'>['reason'];
  TIMEOUT: 'any';
  INVALID_RESPONSE: 'address' | 'answer';
  DIGEST_MISMATCH: 'any';
  CONFLICT: FailureData<'CONFLICT'>['what'];
  KEYCHAIN: FailureData<'KEYCHAIN'>['reason'];
  REGISTRY: 'any';
  IMAGE_FILE: FailureData<'IMAGE_FILE'>['reason'];
  STORAGE: FailureData<'STORAGE'>['reason'];
};

/** A code with its reason: each has a sentence of its own, in every language. */
export type FailureKey = { [C in FailureCode]: `${C} ${Reasons[C]}` }[FailureCode];

/** The key of a failure's sentence. */
export function keyOf({ code, data }: FailureValue): FailureKey {
  switch (code) {
    case 'UNAUTHORIZED':
      return `${code} ${data.reason}`;
    case 'FORBIDDEN':
      return `${code} ${data.by}`;
    case 'NOT_FOUND':
      return `${code} ${missingOf(data.what)}`;
    case 'UNSUPPORTED':
      return `${code} ${data.feature}`;
    case 'RATE_LIMITED':
      return data.retryAfter === undefined ? `${code} later` : `${code} after`;
    case 'TLS':
      return `${code} ${data.reason}`;
    case 'NETWORK':
      return `${code} ${data.reason}`;
    case 'INVALID_RESPONSE':
      return data.where === 'address' ? `${code} address` : `${code} answer`;
    case 'CONFLICT':
      return `${code} ${data.what}`;
    case 'KEYCHAIN':
      return `${code} ${data.reason}`;
    case 'IMAGE_FILE':
      return `${code} ${data.reason}`;
    case 'STORAGE':
      return `${code} ${data.reason}`;
    case 'TIMEOUT':
    case 'DIGEST_MISMATCH':
    case 'REGISTRY':
      return `${code} any`;
    default:
      return assertNever(code);
  }
}

function missingOf(what: FailureData<'NOT_FOUND'>['what']): Reasons['NOT_FOUND'] {
  switch (what) {
    case 'platform':
    case 'connection':
    case 'run':
    case 'change':
      return what;
    default:
      return 'content';
  }
}
