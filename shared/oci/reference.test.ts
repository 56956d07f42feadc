import { expect, test } from 'vitest';
import { parseReference, platformOfCommand, repositoryAt } from './reference.ts';

test.each([
  ['https://registry-1.docker.io', 'nginx:1.27', 'library/nginx'],
  ['https://registry-1.docker.io', 'docker.io/nginx', 'library/nginx'],
  ['https://registry-1.docker.io', 'docker pull docker.io/team/api:1', 'team/api'],
  ['https://registry-1.docker.io', 'docker pull --platform linux/arm64 docker.io/team/api:1', 'team/api'],
  ['https://registry-1.docker.io', 'docker pull --platform=linux/arm64 -q docker.io/team/api:1', 'team/api'],
  ['https://registry-1.docker.io', '$ sudo docker image pull docker.io/team/api:1', 'team/api'],
  ['https://registry-1.docker.io', 'ghcr.io/team/api', undefined],
  ['https://registry.example.com:5000', 'registry.example.com:5000/team/api@sha256:'.concat('a'.repeat(64)), 'team/api'],
  ['https://registry.example.com:5000', 'registry.example.com/team/api', undefined],
  ['https://registry.example.com', 'api', 'api'],
  ['https://nexus.example.com/repository/docker', 'nexus.example.com/repository/docker/team/api:1', 'team/api'],
  ['https://nexus.example.com/repository/docker', 'nexus.example.com/other/team/api:1', undefined],
])('on %s, "%s" is the repository %s', (url, text, expected) => {
  const reference = parseReference(text);
  expect(reference && repositoryAt(url, reference)).toBe(expected);
});

test.each([
  ['docker pull --platform linux/arm64 registry.example.com/team/api:1', 'linux/arm64'],
  ['$ sudo podman pull -q --platform=linux/ARM/v7 registry.example.com/team/api:1', 'linux/arm/v7'],
  ['docker pull registry.example.com/team/api:1', undefined],
  ['registry.example.com/team/--platform:1', undefined],
])('"%s" asks for the platform %s', (text, platform) => {
  expect(platformOfCommand(text)).toBe(platform);
});
