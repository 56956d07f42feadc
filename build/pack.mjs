// npm run pack: sets up and builds what is missing, then makes an installer (build/pack/pack.ts, which needs the project's own Node).
import { buildApp, installPackages, run } from './setup.mjs';

installPackages();
buildApp();
run('node', ['build/pack/pack.ts', ...process.argv.slice(2)]);
