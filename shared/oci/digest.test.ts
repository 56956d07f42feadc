import { expect, test } from 'vitest';
import { referrersTag } from './digest.ts';
import { isTag } from './reference.ts';

// The table of distribution-spec v1.1.1, "Referrers Tag Schema".
test.each([
  [`sha256:${'a'.repeat(64)}`, `sha256-${'a'.repeat(64)}`],
  [`sha512:${'a'.repeat(128)}`, `sha512-${'a'.repeat(64)}`],
])('what refers to %s is listed under the tag %s', (digest, tag) => {
  expect(referrersTag(digest)).toBe(tag);
  expect(isTag(tag)).toBe(true);
});
