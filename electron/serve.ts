import { keepCompiled } from './compile-cache.ts';
import { startAhead } from './index/index-thread.ts';
import { WRITER } from './index/scripts.ts';

keepCompiled();
startAhead(WRITER);
await import('./browser-start.ts');
