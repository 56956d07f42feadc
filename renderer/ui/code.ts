import { later } from './later.tsx';

/** Highlighted JSON. What draws it is a quarter of all the code of the page. */
export const CodeView = later(async () => (await import('./code-view.tsx')).CodeView);
