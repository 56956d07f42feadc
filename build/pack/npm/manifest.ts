import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
};

/** What node-needed.cjs tells a person, as npm reads it. */
export const NODE_RANGE = '^22.19.0 || >=24.0.0';

const readManifest = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

/**
 * The manifest of the package: the built code contains its dependencies, and the keychain, which has binaries, is inside (docs/decisions/npm-package.md).
 * So there is nothing to fetch and no script to run. Whoever publishes it names their addresses in the environment; npm holds that of the repository
 * against where the package was made (https://docs.npmjs.com/generating-provenance-statements).
 */
export function npmManifest(top: string, env: NodeJS.ProcessEnv = process.env): object {
  const { LONGSHORE_HOMEPAGE: homepage, LONGSHORE_REPOSITORY: repository } = env;
  const { name, version, description, license, dependencies } = readManifest(join(top, 'package.json'));
  return {
    name,
    version,
    description,
    keywords: ['container', 'registry', 'oci', 'docker', 'distribution'],
    license,
    ...(homepage ? { homepage } : {}),
    ...(repository ? { repository: { type: 'git', url: `git+${repository}.git` } } : {}),
    type: 'module',
    bin: { longshore: 'bin/longshore.cjs' },
    man: ['./longshore.1'],
    files: ['bin', 'out', 'licences.txt', 'longshore.1'],
    engines: { node: NODE_RANGE },
    dependencies: { keytar: dependencies['keytar'] },
    bundleDependencies: ['keytar'],
  };
}

/** The keychain's own manifest, without what builds it from its sources: those are not inside, and npm would fetch and run it. */
export function keychainManifest(folder: string): object {
  const { name, version, license, main } = readManifest(join(folder, 'package.json')) as Manifest & { readonly main: string };
  return { name, version, license, main };
}
