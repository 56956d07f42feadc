import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillCompany, fillRelease } from './content/realistic-content.ts';
import { type RepositoryStorage, registryStorage } from './content/registry-storage.ts';
import { type Distribution, startDistribution } from './servers/distribution.ts';

export type RealisticRegistries = {
  /** About 300 repositories, as a company has them. */
  readonly company: Distribution;
  /** A few repositories: the target of copies. */
  readonly release: Distribution;
  stop(): Promise<void>;
};

async function startFilled(fill: (open: (name: string) => RepositoryStorage) => void): Promise<Distribution> {
  const folder = await mkdtemp(join(tmpdir(), 'longshore-realistic-'));
  fill(registryStorage(folder));
  const registry = await startDistribution({ deletes: true, contentOf: folder });
  return {
    ...registry,
    folder,
    async stop() {
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts two real registries as a trial finds them: releases, builds of pull requests, commits and nights, signatures, referrers, charts, files,
 * WebAssembly, 120 tools, names of 128 characters, repositories without tags. Digests and dates are the same at every start.
 */
export async function startRealisticRegistries(): Promise<RealisticRegistries> {
  const company = await startFilled(fillCompany);
  const release = await startFilled(fillRelease);
  return {
    company,
    release,
    async stop() {
      await Promise.all([company.stop(), release.stop()]);
    },
  };
}

// By hand: `node e2e/support/realistic-registry.ts` prints both addresses and ends with Ctrl-C.
if (import.meta.main) {
  const { company, release, stop } = await startRealisticRegistries();
  console.log(`Company registry: ${company.url}\nRelease registry: ${release.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(() => process.exit(0)));
}
