import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keychainManifest, npmManifest } from './manifest.ts';

const top = join(import.meta.dirname, '../../..');

test('the npm package has one command, is free to be published, and depends on nothing but the keychain that is inside', () => {
  const manifest = npmManifest(top, {});
  expect(manifest).toMatchObject({
    name: 'longshore',
    bin: { longshore: 'bin/longshore.cjs' },
    dependencies: { keytar: expect.stringMatching(/^npm:@github\/keytar@\d+\.\d+\.\d+$/) },
    bundleDependencies: ['keytar'],
  });
  for (const none of ['private', 'scripts', 'devDependencies', 'optionalDependencies', 'repository', 'homepage'])
    expect(manifest).not.toHaveProperty(none);
});

test('whoever publishes the npm package names where it is from; an empty name is none', () => {
  const named = { LONGSHORE_HOMEPAGE: 'https://longshore.example/', LONGSHORE_REPOSITORY: 'https://git.example/a/longshore' };
  expect(npmManifest(top, named)).toMatchObject({
    homepage: 'https://longshore.example/',
    repository: { type: 'git', url: 'git+https://git.example/a/longshore.git' },
  });
  expect(npmManifest(top, { LONGSHORE_HOMEPAGE: '', LONGSHORE_REPOSITORY: '' })).toEqual(npmManifest(top, {}));
});

test('the keychain that is inside runs no script and needs no package', () => {
  const manifest = keychainManifest(join(top, 'node_modules/keytar'));
  expect(Object.keys(manifest)).toEqual(['name', 'version', 'license', 'main']);
  expect(manifest).toMatchObject({ name: '@github/keytar', main: './lib/keytar.js' });
});
