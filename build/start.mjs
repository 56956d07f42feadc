// npm start: sets up what is missing, then opens Electron, or the browser host where its runtime cannot be had.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { electronRuntime } from './electron-runtime.mjs';
import { buildApp, hostEnv, installPackages, modules, projectEnv, top } from './setup.mjs';
import { helpText, readCommandLine } from './start-flags.mjs';

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

async function browserDev(passed) {
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

async function start({ isDev, browser: wantsBrowser, again, passed, toElectron }) {
  installPackages();
  const why = wantsBrowser ? undefined : electronRuntime(modules, again);
  if (why !== undefined) console.error(`${why}\nUsing the browser host instead.`);
  const browser = wantsBrowser || why !== undefined;
  const forElectron = [...passed, ...toElectron];
  if (isDev && browser) return browserDev(passed);
  if (isDev) return foreground('electron-vite', ['dev', '--config', 'build/electron.vite.config.ts', '--watch', '--', ...forElectron]);
  buildApp();
  if (browser) return foreground('node', ['out/main/serve.js', ...passed], hostEnv);
  return foreground('electron', ['.', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...forElectron]);
}

const command = readCommandLine(process.argv.slice(2), process.env);
if (command.kind === 'start') await start(command);
else if (command.kind === 'help') console.log(helpText());
else if (command.kind === 'version') console.log(JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')).version);
else {
  console.error(command.why);
  process.exit(2);
}
