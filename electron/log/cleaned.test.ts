import { expect, test } from 'vitest';
import { cleaned } from './cleaned.ts';

test.each([
  ['team/api:1.9.2', 'team/api:1.9.2'],
  ['sha256:0123abcd', 'sha256:0123abcd'],
  ['https://reader:pa55word@registry.example/v2/', 'https://…@registry.example/v2/'],
  ['https://reader:p@ss@registry.example/v2/', 'https://…@registry.example/v2/'],
  ['https://registry.example/v2/?access_token=abc', 'https://registry.example/v2/?…'],
  ['Authorization: Basic cmVhZGVyOnBhNTV3b3Jk', 'Authorization: Basic …'],
  ['Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.abc', 'Bearer …'],
  ['GET /a?sig=1 then GET /b?sig=2', 'GET /a?… then GET /b?…'],
])('%s is logged as %s', (given, logged) => {
  expect(cleaned(given)).toBe(logged);
});

test('a long field is cut, and says so', () => {
  expect(cleaned('x'.repeat(10_000))).toBe(`${'x'.repeat(600)}…`);
});

test.each([700, 5_000])('an address with %i characters of user-info shows none of them', (length) => {
  const logged = cleaned(`https://reader:${'s'.repeat(length)}@registry.example/`);
  expect(logged).not.toContain('sss');
});
