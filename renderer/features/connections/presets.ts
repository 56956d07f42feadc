import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import type { Product } from '../../../shared/products.ts';

/** A registry product in the add dialog: what its address looks like and how one usually signs in. The words are `presets.<product>`. */
export type Preset = { readonly address: string; readonly signIn: ConnectionForm['signIn']; readonly username: string };

/** In the order in which they are offered. `address` is an example; only that of Docker Hub and the like is filled in as it is. */
const PRESETS: Readonly<Partial<Record<Product, Preset>>> = {
  distribution: { address: 'registry.example.com:5000', signIn: 'password', username: '' },
  harbor: { address: 'harbor.example.com', signIn: 'password', username: 'robot$' },
  'docker-hub': { address: 'docker.io', signIn: 'password', username: '' },
  ghcr: { address: 'ghcr.io', signIn: 'password', username: '' },
  gitlab: { address: 'registry.gitlab.com', signIn: 'password', username: '' },
  quay: { address: 'quay.io', signIn: 'password', username: '' },
  ecr: { address: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', signIn: 'helper', username: 'AWS' },
  gar: { address: 'europe-docker.pkg.dev', signIn: 'password', username: '_json_key' },
  acr: { address: 'example.azurecr.io', signIn: 'password', username: '' },
  aliyun: { address: 'registry.cn-hangzhou.aliyuncs.com', signIn: 'password', username: '' },
  nexus: { address: 'nexus.example.com/repository/docker', signIn: 'password', username: '' },
  artifactory: { address: 'example.jfrog.io/artifactory/api/docker/docker-local', signIn: 'password', username: '' },
  gitea: { address: 'git.example.com', signIn: 'password', username: '' },
  zot: { address: 'zot.example.com', signIn: 'password', username: '' },
};

export type PresetName = Exclude<Product, 'unknown'>;

export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

/** Addresses that are the same for everybody. */
const FIXED: ReadonlySet<string> = new Set(['docker.io', 'ghcr.io', 'registry.gitlab.com', 'quay.io']);

/** Names that came from a preset and not from the person. */
const USUAL: ReadonlySet<string> = new Set(['', ...Object.values(PRESETS).map(({ username }) => username)]);

/** The form after a preset was chosen: what the person has typed stays. */
export function withPreset(values: ConnectionForm, name: PresetName): Partial<ConnectionForm> {
  const preset = PRESETS[name];
  if (!preset) return {};
  const typed = values.address !== '' && !FIXED.has(values.address);
  return {
    signIn: preset.signIn,
    ...(typed ? {} : { address: FIXED.has(preset.address) ? preset.address : '' }),
    ...(USUAL.has(values.username) ? { username: preset.username } : {}),
    ...(name === 'ecr' && values.helper === '' ? { helper: 'ecr-login' } : {}),
  };
}
