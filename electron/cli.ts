import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../shared/assert-never.ts';
import { helpText, readCommandLine } from './cli-arguments.ts';
import { keepCompiled } from './compile-cache.ts';
import { defaultDataFolder } from './storage/data-folder.ts';

// What `longshore` runs where it is installed. build/pack/npm has the file before it, which any Node can read.

/** Built, this file is two folders below the manifest. */
const manifest = join(import.meta.dirname, '../../package.json');

const argv = process.argv.slice(2);
const command = readCommandLine(argv);
switch (command.kind) {
  case 'help':
    console.log(helpText());
    break;
  case 'version':
    console.log((JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version);
    break;
  case 'refused':
    console.error(command.why);
    process.exitCode = 2;
    break;
  case 'browser-host':
    keepCompiled();
    await import('./browser-start.ts');
    break;
  case 'command':
    keepCompiled();
    await (await import('./command-start.ts')).startCommand(argv, {
      dataFolder: defaultDataFolder(),
      exit: process.exit,
      open(flags) {
        process.argv.splice(2, Number.POSITIVE_INFINITY, ...flags);
        return import('./browser-start.ts');
      },
    });
    break;
  default:
    assertNever(command);
}
