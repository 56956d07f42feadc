/** Beside the bundle they are scripts; in the sources they are what Node reads as it is. */
const scriptOf = (source: string, bundled: string): URL => new URL(import.meta.url.endsWith('.ts') ? source : bundled, import.meta.url);

/** What the threads of the index run: the one that writes it, and the one that reads what takes long. */
export const WRITER = scriptOf('./worker.ts', './index-worker.js');
export const READER = scriptOf('./reader.ts', './index-reader.js');
