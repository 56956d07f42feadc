import { keepCompiled } from './compile-cache.ts';

keepCompiled();
await import('./browser-start.ts');
