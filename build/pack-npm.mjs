// npm run pack:npm: sets up and builds what is missing, then makes the npm package (build/pack/npm/pack.ts, which needs the project's own Node).
import { buildApp, installPackages, run } from './setup.mjs';

installPackages();
buildApp();
run('node', ['build/pack/npm/pack.ts']);
