import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What V8 has compiled is kept beside the built code for the next start, and dropped with it by the next build: compiling was most of a start. While
// developing, the sources are run, and there is no folder for it.
if (process.env['LONGSHORE_TOP'] === undefined) enableCompileCache(join(import.meta.dirname, '.cache'));
await import('./browser-start.ts');
