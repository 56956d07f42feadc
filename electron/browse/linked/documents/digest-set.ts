import type { Subject } from '../../../../shared/linked/document.ts';
import { fieldsOf, listOf, optional, textOf } from './json-values.ts';

/** Best first. Git names its commits by `gitCommit`, older writers by `sha1`. */
const ALGORITHMS = ['sha256', 'sha512', 'sha384', 'gitCommit', 'sha1'];

/** A digest of in-toto's set `{ sha256: <hex> }`, with its algorithm; the best that is known. */
export function digestOfSet(value: unknown): string | undefined {
  const set = fieldsOf(value);
  const known = ALGORITHMS.find((algorithm) => textOf(set[algorithm]) !== undefined) ?? Object.keys(set)[0];
  const hex = known === undefined ? undefined : textOf(set[known]);
  return hex === undefined ? undefined : `${known}:${hex}`;
}

/** The hash of a commit in such a set. */
export function commitOfSet(value: unknown): string | undefined {
  const set = fieldsOf(value);
  return textOf(set['gitCommit']) ?? textOf(set['sha1']);
}

/** Most subjects that are read: one for each tag that was pushed, as a rule. */
const MOST_SUBJECTS = 1_000;

/** The subjects of a statement (in-toto attestation spec, `ResourceDescriptor`). */
export const subjectsOf = (value: unknown): Subject[] =>
  listOf(value)
    .slice(0, MOST_SUBJECTS)
    .map((item) => {
      const { name, digest } = fieldsOf(item);
      return { ...optional('name', textOf(name)), ...optional('digest', digestOfSet(digest)) };
    });
