import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

const read = (...headers: string[]) => parseChallenges(headers).map(({ scheme, params }) => [scheme, Object.fromEntries(params)]);

test.each<[string, string[], unknown]>([
  [
    'Bearer and Basic in one header (Codeberg)',
    ['Bearer realm="https://codeberg.org/v2/token",service="container_registry",scope="*",Basic realm="Codeberg"'],
    [
      ['bearer', { realm: 'https://codeberg.org/v2/token', service: 'container_registry', scope: '*' }],
      ['basic', { realm: 'Codeberg' }],
    ],
  ],
  ['an upper-case scheme (Nexus)', ['BASIC realm="Sonatype Nexus"'], [['basic', { realm: 'Sonatype Nexus' }]]],
  ['a value without quotes', ['bearer realm=https://x.example/token?a=b'], [['bearer', { realm: 'https://x.example/token?a=b' }]]],
  ['a scheme in lower case and no quotes, as zot sends even with a 200', ['bearer realm=x'], [['bearer', { realm: 'x' }]]],
  [
    "Docker Hub's",
    ['Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/x:pull"'],
    [['bearer', { realm: 'https://auth.docker.io/token', service: 'registry.docker.io', scope: 'repository:library/x:pull' }]],
  ],
  [
    "Harbor's for the catalog, beside that for everything else",
    ['Basic realm="harbor"', 'Bearer realm="https://harbor.example.com/service/token",service="harbor-registry"'],
    [
      ['basic', { realm: 'harbor' }],
      ['bearer', { realm: 'https://harbor.example.com/service/token', service: 'harbor-registry' }],
    ],
  ],
  [
    "ECR's Basic with a service",
    ['Basic realm="https://1.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"'],
    [['basic', { realm: 'https://1.dkr.ecr.eu-west-1.amazonaws.com/', service: 'ecr.amazonaws.com' }]],
  ],
  [
    "Distribution's refusal of a token without the right",
    ['Bearer realm="https://t/token",service="s",scope="repository:a:pull,push",error="insufficient_scope"'],
    [['bearer', { realm: 'https://t/token', service: 's', scope: 'repository:a:pull,push', error: 'insufficient_scope' }]],
  ],
  ['Basic without a realm', ['Basic'], [['basic', {}]]],
  [
    'several headers',
    ['Basic realm="a"', 'Bearer realm="b"'],
    [
      ['basic', { realm: 'a' }],
      ['bearer', { realm: 'b' }],
    ],
  ],
  [
    'commas and escaped quotes within quotes',
    ['Bearer realm="https://a/b",scope="repository:x:pull,push",error="say \\"no\\""'],
    [['bearer', { realm: 'https://a/b', scope: 'repository:x:pull,push', error: 'say "no"' }]],
  ],
  ['any order, any case, white space around the signs', ['Bearer  Service = "s" , REALM="r"'], [['bearer', { service: 's', realm: 'r' }]]],
  ['nothing at all', [''], []],
])('reads %s', (_, headers, expected) => {
  expect(read(...headers)).toEqual(expected);
});

test('no header throws or hangs', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('Bearer ', 'Basic', 'realm=', '"', '\\', ',', ' ', '=', 'realm="x"'));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const challenges = parseChallenges([pieces.join('')]);
      expect(challenges.every(({ scheme }) => scheme !== '')).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('what is written as a challenge is read back', () => {
  const value = fc.string({ unit: fc.constantFrom('a', '"', '\\', ',', ' ', '=', ':') });
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value, { minKeys: 1, maxKeys: 5 }), (params) => {
      const quoted = Object.entries(params).map(([key, text]) => `${key}="${text.replace(/["\\]/g, '\\$&')}"`);
      expect(read(`Bearer ${quoted.join(',')}`)).toEqual([['bearer', params]]);
    }),
  );
});
