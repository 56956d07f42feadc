// npm start: sets up what is missing, then opens Electron, or the browser host where its runtime cannot be had.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildApp, installPackages, projectEnv, top } from './setup.mjs';

const args = process.argv.slice(2);
const dev = args.includes('--dev');
const wantsBrowser = args.includes('--browser');
const passed = args.filter((arg) => arg !== '--browser' && arg !== '--dev');

/** Gets the Electron runtime if it is not there yet; the reason in one line where it cannot be had. */
function electronRuntime() {
  const folder = join(top, 'node_modules', 'electron');
  const isThere = () => existsSync(join(folder, 'path.txt')) && existsSync(join(folder, 'dist'));
  if (isThere()) return undefined;
  console.error('Getting the Electron runtime (once)...');
  const result = spawnSync('node', [join(folder, 'install.js')], { env: projectEnv(), encoding: 'utf8', timeout: 600_000 });
  if (result.status === 0 && isThere()) return undefined;
  const reason = /(?:getaddrinfo|connect|ENOTFOUND|EAI_AGAIN|HTTPError|status code|fetch failed)[^\n]{0,120}/.exec(
    result.stderr ?? '',
  )?.[0];
  return reason?.trim() ?? 'it gave no reason';
}

/** Runs in the foreground; signals reach the child by the terminal, or are passed on. */
function foreground(command, commandArgs, env = {}) {
  const child = spawn(command, commandArgs, { cwd: top, stdio: 'inherit', env: projectEnv(env), shell: process.platform === 'win32' });
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => {
    child.kill('SIGTERM');
    // It answers by itself within that time unless it hangs.
    setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
  });
  // npm ends without passing SIGTERM on: what it started must not outlive it.
  const parent = process.ppid;
  const orphaned = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent && child.kill('SIGTERM');
  setInterval(orphaned, 1_000).unref();
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
}

async function browserDev() {
  const vite = createRequire(join(top, 'package.json'))('vite');
  const react = createRequire(join(top, 'package.json'))('@vitejs/plugin-react');
  const server = await vite.createServer({
    root: join(top, 'renderer'),
    configFile: false,
    plugins: [react.default()],
    server: { host: '127.0.0.1' },
  });
  await server.listen();
  // Node runs the sources directly and restarts when one changes; Vite updates the page.
  const env = { LONGSHORE_DEV_SERVER: `http://127.0.0.1:${server.config.server.port}`, LONGSHORE_TOP: top };
  foreground('node', ['--watch', 'electron/serve.ts', ...passed], env);
}

installPackages();
const why = wantsBrowser ? undefined : electronRuntime();
if (why !== undefined) console.error(`The Electron runtime could not be downloaded (${why}); using the browser host instead.`);
const browser = wantsBrowser || why !== undefined;
if (dev && !browser) foreground('electron-vite', ['dev', '--config', 'build/electron.vite.config.ts', '--watch', '--', ...passed]);
else if (dev) await browserDev();
else {
  buildApp();
  // Defects are logged with their places in the sources. Electron takes the option from the environment alone.
  const maps = '--enable-source-maps';
  if (browser) foreground('node', [maps, 'out/main/serve.js', ...passed]);
  else foreground('electron', ['.', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...passed], { NODE_OPTIONS: maps });
}
