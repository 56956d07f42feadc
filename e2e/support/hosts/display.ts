import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.ts';
import { patient } from '../patience.ts';
import { startProcess, until } from '../process.ts';

export type Display = { readonly name: string; stop(): Promise<void> };

/** A separate display (Xvfb), 1400 by 900. */
export async function startDisplay(): Promise<Display> {
  const server = startProcess('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x900x24', '-nolisten', 'tcp']);
  const number = await until('Xvfb', async () => /^(\d+)$/m.exec(server.output())?.[1]);
  return { name: `:${number}`, stop: server.stop };
}

const FLAGS = [...CHROMIUM_FLAGS, '--remote-debugging-port=0'].join(' ');

export type Desktop = {
  /** For the program that opens a browser. */
  readonly env: NodeJS.ProcessEnv;
  /** The profile of the default browser, where that is the one that opens. */
  readonly profile: string;
  remove(): Promise<void>;
};

async function writeScript(path: string, text: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
}

/**
 * A home with a desktop on `display`. Its Chromium is the real one with a debugging port; it is found in the PATH, or is known to xdg-open as the
 * default browser alone, with no browser in the PATH.
 */
export async function createDesktop(display: Display, browser: 'in-path' | 'default'): Promise<Desktop> {
  const home = await mkdtemp(join(tmpdir(), 'longshore-home-'));
  const bin = join(home, 'bin');
  const profile = join(home, 'profile');
  const programs = join(home, '.local/share/applications');
  await Promise.all([bin, programs, join(home, '.config')].map((folder) => mkdir(folder, { recursive: true })));
  const isDefault = browser === 'default';
  const script = isDefault ? join(home, 'default-browser') : join(bin, 'chromium');
  await writeScript(script, `exec ${CHROMIUM} ${FLAGS} ${isDefault ? `--user-data-dir=${profile}` : ''} "$@"`);
  let path = `${bin}:${process.env['PATH']}`;
  if (isDefault) {
    await writeFile(
      join(programs, 'test-browser.desktop'),
      `[Desktop Entry]\nType=Application\nName=Browser\nExec=${script} %u\nMimeType=text/html;\n`,
    );
    await writeFile(join(home, '.config/mimeapps.list'), '[Default Applications]\ntext/html=test-browser.desktop\n');
    // Everything that the PATH has, but no browser.
    for (const folder of new Set([...(process.env['PATH'] ?? '').split(':'), '/usr/bin', '/bin'])) {
      for (const name of await readdir(folder).catch(() => []))
        if (!/chrom|edge/.test(name)) await symlink(join(folder, name), join(bin, name)).catch(() => {});
    }
    path = bin;
  }
  const { WAYLAND_DISPLAY: _, BROWSER: __, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_DATA_HOME: join(home, '.local/share'), PATH: path };
  return {
    env: { ...env, DISPLAY: display.name },
    profile,
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Reaches the browser that uses this profile over its debugging port. */
export async function attach(profile: string): Promise<Browser> {
  const port = await until(
    'the browser',
    // The file is there before its content.
    async () => /^(\d+)\n/.exec(await readFile(join(profile, 'DevToolsActivePort'), 'utf8'))?.[1],
    patient(60_000),
  );
  return chromium.connectOverCDP(`http://127.0.0.1:${port}`);
}
