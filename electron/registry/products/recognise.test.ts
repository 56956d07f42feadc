import { expect, test } from 'vitest';
import { productIds, products } from '../../../shared/products/products.ts';
import { parseChallenges } from '../auth/challenge.ts';
import { recognise } from './recognise.ts';

const BY_ANSWER = [
  ['harbor', 'Bearer realm="https://r.example.com/service/token",service="harbor-registry"', {}],
  ['harbor', 'Basic realm="harbor"', {}],
  ['harbor', 'Bearer realm="https://nexus.example.com/service/token",service="harbor-registry"', {}],
  ['gitlab', 'Bearer realm="https://git.example.com/jwt/auth",service="container_registry"', {}],
  ['gitea', 'Bearer realm="https://git.example.com/v2/token",service="container_registry"', {}],
  ['quay', 'Bearer realm="https://q.example.com/v2/auth",service="q.example.com"', {}],
  ['aliyun', 'Bearer realm="https://dockerauth.cn-hangzhou.aliyuncs.com/auth",service="r"', {}],
  ['nexus', 'Basic realm="Sonatype Nexus Repository Manager"', {}],
  ['artifactory', 'Bearer realm="https://r.example.com/artifactory/api/docker/local/v2/token",service="r"', {}],
  ['artifactory', '', { 'x-jfrog-version': 'Artifactory/7', 'docker-distribution-api-version': 'registry/2.0' }],
  ['gitlab', '', { 'gitlab-container-registry-version': '4.0', 'docker-distribution-api-version': 'registry/2.0' }],
  ['nexus', '', { server: 'Nexus/3.70' }],
  ['distribution', 'Basic realm="Registry"', { 'docker-distribution-api-version': 'registry/2.0' }],
  ['unknown', 'Bearer realm="https://auth.example.com/token",service="r"', {}],
  ['unknown', '', {}],
] as const;

test.each(BY_ANSWER)('%s is recognised by %j and the headers %j', (product, challenge, headers) => {
  expect(recognise('registry.example.com', parseChallenges([challenge]), headers)).toBe(product);
});

const BY_HOST = [
  ['docker-hub', 'registry-1.docker.io'],
  ['ghcr', 'ghcr.io'],
  ['ghcr', 'containers.team.ghe.com'],
  ['gitlab', 'registry.gitlab.com'],
  ['quay', 'quay.io'],
  ['ecr', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'],
  ['gar', 'europe-docker.pkg.dev'],
  ['gar', 'eu.gcr.io'],
  ['acr', 'example.azurecr.io'],
  ['aliyun', 'registry.cn-hangzhou.aliyuncs.com'],
  ['aliyun', 'team-registry.cn-hangzhou.cr.aliyuncs.com'],
  ['artifactory', 'example.jfrog.io'],
  ['gitea', 'codeberg.org'],
  ['unknown', 'registry-1.docker.io.example.com'],
  ['unknown', 'ghcr.io.example.com'],
] as const;

test.each(BY_HOST)('%s is recognised by the host %s, whatever it answers', (product, host) => {
  expect(recognise(host, parseChallenges(['Basic realm="nothing"']), {})).toBe(product);
});

test('every way in which a product is recognised has a row above', () => {
  const rows = (table: readonly (readonly [string, ...unknown[]])[]) => new Set(table.map(([id]) => id));
  const byAnswer = productIds.filter((id) => products[id].isChallenge || products[id].hasHeaders);
  const byHost = productIds.filter((id) => products[id].hosts);
  expect(byAnswer.filter((id) => !rows(BY_ANSWER).has(id))).toEqual([]);
  expect(byHost.filter((id) => !rows(BY_HOST).has(id))).toEqual([]);
});

test('the host of a product with one registry is in no other product’s hosts', () => {
  const fixed = productIds.filter((id) => products[id].form.isFixed);
  for (const id of fixed) {
    const { form, alias, hosts } = products[id];
    expect([id, hosts?.test(alias?.host ?? form.address)]).toEqual([id, true]);
    expect(productIds.filter((other) => products[other].hosts?.test(alias?.host ?? form.address))).toEqual([id]);
  }
});
