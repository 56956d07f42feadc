// npm test and its parts: check, unit, journeys; and, apart from them, bench and screenshots.
import { requireParts } from './parts.mjs';
import { buildApp, installPackages, run } from './setup.mjs';

const [part, ...rest] = process.argv.slice(2);

function check() {
  run('biome', ['check', '--config-path=build/lint.json', '--error-on-warnings', '.']);
  for (const part of ['shared', 'electron', 'renderer', 'e2e']) run('tsc', ['-p', part]);
  run('node', ['build/arrows.ts']);
  run('knip', ['--config', 'build/knip.json']);
}

// A session bus with a Secret Service of its own: the person's keychain is never touched.
function inSession(command) {
  run('bash', ['build/with-keychain.sh', ...command]);
}

// `vitest run` ends after one pass, whatever else it is told.
const watches = rest.includes('--watch');
const unit = () =>
  inSession(['vitest', watches ? 'watch' : 'run', '--config', 'build/vitest.config.ts', ...rest.filter((arg) => arg !== '--watch')]);
const playwright = (...args) => inSession(['playwright', 'test', '--config', 'build/playwright.config.ts', ...args, ...rest]);

const started = performance.now();
const say = (name) => console.log(`${name}: passed after ${Math.round((performance.now() - started) / 1000)} s`);

installPackages();
switch (part) {
  case undefined:
    check();
    say('check');
    requireParts();
    unit();
    say('unit');
    buildApp();
    playwright('--project=journeys');
    say('journeys');
    break;
  case 'check':
    check();
    break;
  case 'unit':
    requireParts();
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
