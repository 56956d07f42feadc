import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A file of another tool on this computer that names registries. */
export type ImportSource = { readonly kind: 'docker-config' | 'daemon' | 'hosts'; readonly path: string };

function hostsFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name, 'hosts.toml'));
  } catch {
    return [];
  }
}

/** The files that are there, found by their names alone: none is opened. */
export function importSources(env: NodeJS.ProcessEnv = process.env): ImportSource[] {
  const home = env['HOME'] || homedir();
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
  const credentials = [
    join(env['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json'),
    ...(env['REGISTRY_AUTH_FILE'] ? [env['REGISTRY_AUTH_FILE']] : []),
    ...(env['XDG_RUNTIME_DIR'] ? [join(env['XDG_RUNTIME_DIR'], 'containers', 'auth.json')] : []),
    join(config, 'containers', 'auth.json'),
  ];
  const daemons = ['/etc/docker/daemon.json', join(home, '.docker', 'daemon.json'), join(config, 'docker', 'daemon.json')];
  const folders = ['/etc/containerd/certs.d', join(config, 'containerd', 'certs.d')];
  const all: ImportSource[] = [
    ...credentials.map((path) => ({ kind: 'docker-config', path }) as const),
    ...daemons.map((path) => ({ kind: 'daemon', path }) as const),
    ...folders.flatMap(hostsFiles).map((path) => ({ kind: 'hosts', path }) as const),
  ];
  const seen = new Set<string>();
  return all.filter(({ path }) => existsSync(path) && !seen.has(path) && seen.add(path));
}
