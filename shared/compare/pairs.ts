import type { Pairs } from '../oci/manifest.ts';
import { type Side, sideBySide } from './align.ts';

/** How something differs between two images. */
export type Mark = 'same' | 'changed' | 'removed' | 'added';

/** A named value of two images. */
export type Entry = {
  readonly mark: Mark;
  readonly name: string;
  readonly left?: string;
  readonly right?: string;
  /** Of a changed list such as PATH its parts. */
  readonly parts?: readonly Side<string>[];
};

export function entryOf(name: string, left: string | undefined, right: string | undefined): Entry {
  const mark = left === right ? 'same' : left === undefined ? 'added' : right === undefined ? 'removed' : 'changed';
  return { mark, name, ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) };
}

/** Values by their names, in the order of the document: a name may be there more than once. */
function byName(pairs: Pairs): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}

/** Names and values of two images, by name. Where one has a name more often, its first values are compared first. Pure. */
export function comparePairs(left: Pairs, right: Pairs): readonly Entry[] {
  const [a, b] = [byName(left), byName(right)];
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  return names.flatMap((name) => {
    const [before, after] = [a.get(name) ?? [], b.get(name) ?? []];
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => entryOf(name, before[i], after[i]));
  });
}

const pairOf = (variable: string): readonly [string, string] => {
  const at = variable.indexOf('=');
  return at === -1 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)];
};

/** Environment variables of two images; of PATH and its kin the parts are told as well. Pure. */
export function compareEnvironment(left: readonly string[], right: readonly string[]): readonly Entry[] {
  const pairs = (env: readonly string[]): Pairs => env.map((variable) => [...pairOf(variable)]);
  return comparePairs(pairs(left), pairs(right)).map((entry) => {
    if (entry.mark !== 'changed' || !entry.name.endsWith('PATH')) return entry;
    const [before = '', after = ''] = [entry.left, entry.right];
    return { ...entry, parts: sideBySide(before.split(':'), after.split(':'), (part) => part) };
  });
}
