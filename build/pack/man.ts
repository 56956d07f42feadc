// Writes longshore.1, the man page, from the table of commands: node build/pack/man.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manPage } from '../../electron/commands/man-page.ts';

const top = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
writeFileSync(join(import.meta.dirname, 'longshore.1'), manPage(version));
