// npm test and its parts: check, unit, journeys; and, apart from them, bench and screenshots.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasKeychain, offerParts, requireParts } from './parts.mjs';
import { buildApp, installPackages, projectEnv, run } from './setup.mjs';

const [part, ...rest] = process.argv.slice(2);

function check() {
  run('biome', ['check', '--config-path=build/lint.json', '--error-on-warnings', '.']);
  for (const part of ['shared', 'electron', 'renderer', 'e2e']) run('tsc', ['-p', part]);
  run('node', ['build/arrows.ts']);
  run('knip', ['--config', 'build/knip.json']);
}

// A session bus with a Secret Service of its own: the person's keychain is never touched.
function inSession(command, env = {}) {
  run('bash', ['build/with-keychain.sh', ...command], { env: projectEnv(env) });
}

// `vitest run` ends after one pass, whatever else it is told.
const watches = rest.includes('--watch');
const vitest = ['vitest', watches ? 'watch' : 'run', '--config', 'build/vitest.config.ts', ...rest.filter((arg) => arg !== '--watch')];

/** Without the means for a keychain of their own, the tests that need one are skipped. A home of their own they always have. */
function unit() {
  if (hasKeychain()) return inSession(vitest);
  const home = mkdtempSync(join(tmpdir(), 'longshore-home-'));
  const [command, ...args] = vitest;
  run(command, args, {
    env: projectEnv({ HOME: home, USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home, XDG_CONFIG_HOME: join(home, '.config') }),
  });
  rmSync(home, { recursive: true, force: true });
}

const playwright = (...args) => inSession(['playwright', 'test', '--config', 'build/playwright.config.ts', ...args, ...rest]);

const started = performance.now();
const say = (name) => console.log(`${name}: passed after ${Math.round((performance.now() - started) / 1000)} s`);

installPackages();
switch (part) {
  case undefined:
    check();
    say('check');
    requireParts();
    // Nothing may be skipped here (e2e/support/needs.ts).
    inSession(vitest, { LONGSHORE_ALL_PARTS: '1' });
    say('unit');
    buildApp();
    playwright('--project=journeys');
    say('journeys');
    break;
  case 'check':
    check();
    say('check');
    break;
  case 'unit':
    offerParts();
    unit();
    break;
  case 'journeys':
  case 'bench':
  case 'screenshots':
    requireParts();
    buildApp();
    playwright(`--project=${part}`);
    break;
  default:
    console.error(`There is no part "${part}". Parts: check, unit, journeys, bench, screenshots.`);
    process.exit(1);
}
