import type { TFunction } from 'i18next';
import type { InvalidReason } from '../../shared/errors.ts';
import { type FailureText, type FailureWords, failureTextIn, invalidTextIn } from '../../shared/failure-text.ts';
import type { ShownFailure } from '../../shared/shown-failure.ts';

// i18next types what each text fills in; here one call looks up all of them.
const wordsOf =
  (t: TFunction): FailureWords =>
  (key, values = {}) =>
    t(key as 'failure.copy', values);

/** The sentence for a failure and the next things to do, in the language on screen. */
export const failureText = (t: TFunction, failure: ShownFailure): FailureText => failureTextIn(wordsOf(t), failure);

/** Why an answer cannot be used: part of a sentence, without its end. */
export const invalidText = (t: TFunction, reason: InvalidReason): string => invalidTextIn(wordsOf(t), reason);
