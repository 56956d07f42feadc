import { expect, test } from 'vitest';
import { pullCommand, referenceOf } from './pull-command.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;

test.each([
  ['https://registry.example.com:5000', 'team/api', '1.9', 'registry.example.com:5000/team/api:1.9'],
  ['http://registry.example.com', 'api', DIGEST, `registry.example.com/api@${DIGEST}`],
  ['https://nexus.example.com/repository/docker', 'team/api', '1.9', 'nexus.example.com/repository/docker/team/api:1.9'],
])('on %s, %s and %s make the reference %s', (url, repository, tagOrDigest, reference) => {
  expect(referenceOf(url, repository, tagOrDigest)).toBe(reference);
});

test.each([
  ['docker', 'registry/api:1', 'docker pull registry/api:1'],
  ['podman', 'registry/api:1', 'podman pull registry/api:1'],
  ['crane', 'registry/api:1', 'crane pull registry/api:1 image.tar'],
  ['docker', 'registry/a pi:$(id)', "docker pull 'registry/a pi:$(id)'"],
] as const)('%s pulls %s with: %s', (tool, reference, command) => {
  expect(pullCommand(tool, reference)).toBe(command);
});
