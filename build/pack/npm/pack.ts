// npm run pack:npm: gathers the package under out/npm/, and lets npm make one file of it under dist/.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stage } from './stage.ts';

const top = join(import.meta.dirname, '../../..');
const dist = join(top, 'dist');

type Packed = { readonly filename: string; readonly size: number; readonly unpackedSize: number; readonly entryCount: number };

/** npm answers with an array, and from npm 12 on with an object by the packages' names. */
function readAnswer(text: string): Packed {
  const answer = JSON.parse(text) as readonly Packed[] | Readonly<Record<string, Packed>>;
  const [packed] = Object.values(answer) as Packed[];
  if (!packed) throw new Error('npm pack named no file');
  return packed;
}

stage(top, join(top, 'out/npm'));
mkdirSync(dist, { recursive: true });
const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', dist], {
  cwd: join(top, 'out/npm'),
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (status !== 0) {
  console.error(stderr);
  process.exit(1);
}
const { filename, size, unpackedSize, entryCount } = readAnswer(stdout);
const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
console.log(`dist/${filename}: ${mega(size)}, installed ${entryCount} files with ${mega(unpackedSize)}`);
