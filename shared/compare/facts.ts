import type { ImageConfig } from '../oci/image-config.ts';
import { platformName } from '../oci/platform.ts';
import { type Entry, entryOf } from './pairs.ts';

/** What a config says beside its environment, labels and history. */
const factNames = [
  'platform',
  'created',
  'entrypoint',
  'command',
  'workingDirectory',
  'user',
  'ports',
  'volumes',
  'stopSignal',
  'author',
] as const;
export type FactName = (typeof factNames)[number];

export type Fact = Entry & { readonly name: FactName };

/** Words as a shell would take them, those apart that are no plain ones. */
const words = (values: readonly string[]): string =>
  values.map((value) => (/^[\w./:=@-]+$/.test(value) ? value : JSON.stringify(value))).join(' ');

/** The values of a fact: of ports and volumes each, of all else at most one. */
function valuesOf(config: ImageConfig, name: FactName): readonly string[] {
  switch (name) {
    case 'platform':
      return config.platform ? [platformName(config.platform)] : [];
    case 'entrypoint':
    case 'command':
      return config[name].length > 0 ? [words(config[name])] : [];
    case 'ports':
    case 'volumes':
      return config[name];
    case 'created':
    case 'workingDirectory':
    case 'user':
    case 'stopSignal':
    case 'author':
      return config[name] === undefined ? [] : [config[name]];
  }
}

/** How containers of two images start, and what their configs say of them. Ports and volumes are compared one by one. Pure. */
export function compareFacts(left: ImageConfig, right: ImageConfig): readonly Fact[] {
  return factNames.flatMap((name): Fact[] => {
    const [before, after] = [valuesOf(left, name), valuesOf(right, name)];
    if (name !== 'ports' && name !== 'volumes')
      return before.length + after.length === 0 ? [] : [{ ...entryOf(name, before[0], after[0]), name }];
    const all = [...new Set([...before, ...after])].sort();
    return all.map((value) => ({
      ...entryOf(name, before.includes(value) ? value : undefined, after.includes(value) ? value : undefined),
      name,
    }));
  });
}
