import { putImage, type SampleRepository } from '../../../electron/sample/store.ts';
import type { Behaviour } from '../registry/behaviour.ts';
import { RegistryDouble } from '../registry/double.ts';
import { type AppOver, startAppOver } from './app-over.ts';

/** The repository that these tests are about, and how the page names it. */
export const REPOSITORY = 'team/api';
export const inRepository = { connectionId: 'c', repository: REPOSITORY } as const;

/** The application over a registry double, whose repository `team/api` a test fills. */
export type AppOverDouble = AppOver & { readonly registry: RegistryDouble; readonly repository: SampleRepository };

export async function startAppOverDouble(behaviour: Partial<Behaviour> = {}): Promise<AppOverDouble> {
  const registry = new RegistryDouble(undefined, behaviour);
  const over = await startAppOver(await registry.start());
  return {
    registry,
    repository: registry.store.repository(REPOSITORY),
    get app() {
      return over.app;
    },
    get client() {
      return over.client;
    },
    restart: over.restart,
    async stop() {
      await over.stop();
      await registry.stop();
    },
  };
}

/** Puts an image without layers under these tags; its digest, another one for each seed. */
export function putSmallImage({ repository }: Pick<AppOverDouble, 'repository'>, seed: string, tags: readonly string[]): string {
  const platform = { os: 'linux', architecture: 'amd64' };
  return putImage(repository, { layers: [], created: '2026-01-01T00:00:00Z', platform, config: { seed } }, tags).digest;
}
