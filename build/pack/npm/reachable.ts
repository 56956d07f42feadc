import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a built file names another: an import, or the script of a thread. */
const NAMED = /["'`]\.\/([\w.-]+\.js)["'`]/g;

/** The files of a folder of built code that `entry` cannot run without, itself included. @throws where it is not there. */
export function reachable(folder: string, entry: string): readonly string[] {
  const there = new Set(readdirSync(folder));
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, other = ''] of readFileSync(join(folder, name), 'utf8').matchAll(NAMED)) if (there.has(other)) add(other);
  };
  add(entry);
  return [...found].toSorted();
}
