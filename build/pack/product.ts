import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_ID } from '../../shared/app-id.ts';

export const top = join(import.meta.dirname, '../..');

const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string; description: string };
const electron = JSON.parse(readFileSync(join(top, 'node_modules/electron/package.json'), 'utf8')) as { version: string };

/**
 * Who makes Longshore, in one place. The addresses end in names that are reserved (RFC 2606): whoever publishes releases puts theirs here, or into the
 * environment, before the first one; an empty value is none.
 */
export const product = {
  appId: APP_ID,
  name: 'Longshore',
  command: 'longshore',
  scheme: 'longshore',
  version: manifest.version,
  electronVersion: electron.version,
  authors: 'The Longshore authors',
  email: process.env['LONGSHORE_EMAIL'] || 'authors@longshore.invalid',
  homepage: process.env['LONGSHORE_HOMEPAGE'] || 'https://longshore.example/',
  /** Where releases are, with the files that electron-updater reads. A person can set another one. */
  feed: process.env['LONGSHORE_FEED'] || 'https://longshore.example/releases',
  summary: 'Browser for private container registries',
  summaryZh: '私有容器镜像仓库浏览器',
  description: manifest.description,
} as const;
