import { expect, test } from 'vitest';
import { titleOf } from './title-of.ts';

test.each<[number | undefined, string]>([
  [undefined, 'team/api · Prod · Longshore'],
  [0, '0 % · team/api · Prod · Longshore'],
  [42.9, '42 % · team/api · Prod · Longshore'],
  [100, '100 % · team/api · Prod · Longshore'],
])('the title while runs are at %s percent', (percent, title) => {
  expect(titleOf('team/api · Prod · Longshore', percent)).toBe(title);
});
