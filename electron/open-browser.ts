import { spawn } from 'node:child_process';
import { accessSync, constants, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome', 'msedge'];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function candidates(): string[] {
  if (process.platform === 'darwin') return MAC;
  if (process.platform === 'win32') {
    return [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].flatMap((base) =>
      base ? WINDOWS.map((path) => join(base, path)) : [],
    );
  }
  return (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

function defaultOpener(url: string): [command: string, args: string[]] {
  if (process.platform === 'darwin') return ['open', [url]];
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** ms after which the browser no longer reads the file. */
const PAGE_TIME = 60_000;

/** The link may lead to a place that was named outside: nothing of it ends the attribute. */
const inAttribute = (url: string): string => url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * A page that leads to the link. The link holds the one-time token and command lines can be read by others: the browser is given a file that only
 * this person can read.
 */
function writePage(url: string, dataFolder: string): string {
  const page = join(dataFolder, 'open.html');
  rmSync(page, { force: true });
  const title = '<!doctype html><meta charset="utf-8"><title>Longshore</title>';
  writeFileSync(page, `${title}<meta http-equiv="refresh" content="0;url=${inAttribute(url)}">`, { mode: 0o600 });
  setTimeout(() => rmSync(page, { force: true }), PAGE_TIME).unref();
  return pathToFileURL(page).href;
}

/** Opens the page as a window of its own in Chromium, Chrome or Edge, else in the default browser. Without a display it does nothing. */
export function openBrowser(url: string, dataFolder: string): void {
  if (!hasDisplay()) return;
  const file = writePage(url, dataFolder);
  const browser = candidates().find(isExecutable);
  const profile = `--user-data-dir=${join(dataFolder, 'browser')}`;
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const [command, args] = browser
    ? [browser, [`--app=${file}`, profile, '--no-first-run', '--window-size=1280,800', ...sandbox]]
    : defaultOpener(file);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => process.stderr.write('No browser could be opened; open the link above.\n'));
  child.unref();
}
