import { createRequire } from 'node:module';
import { satisfies } from 'semver';
import { expect, test } from 'vitest';
import { NODE_RANGE } from './manifest.ts';

const { lacking } = createRequire(import.meta.url)('./node-needed.cjs') as { lacking(version: string): string | undefined };

test.each(['22.19.0', '22.23.3', '24.0.0', '24.21.0', '25.0.0-nightly20251101', '26.1.0'])('Node %s runs Longshore', (version) => {
  expect(lacking(version)).toBeUndefined();
  expect(satisfies(version, NODE_RANGE, { includePrerelease: true })).toBe(true);
});

test.each(['0.12.18', '4.9.1', '20.19.0', '21.7.3', '22.12.0', '22.18.0', '23.11.0'])('Node %s is told which one is needed', (version) => {
  expect(lacking(version)).toBe(`Longshore needs Node 22.19 or newer, and not 23; this is ${version}. Get one at https://nodejs.org.`);
});
