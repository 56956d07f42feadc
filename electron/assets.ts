import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export type Asset = { readonly body: Buffer; readonly type: string };

/** A file of the built renderer; undefined for anything outside of it, of another type, or not there. */
export async function readAsset(root: string, pathname: string): Promise<Asset | undefined> {
  let path: string;
  try {
    path = normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname));
  } catch {
    return undefined;
  }
  const type = TYPES[extname(path)];
  const file = join(root, path);
  if (type === undefined || path.includes('\0') || !file.startsWith(root + sep)) return undefined;
  try {
    return { body: await readFile(file), type };
  } catch {
    return undefined;
  }
}

/** The page's content security policy; `connect` is the only place it may talk to. Styles in attributes are how rows are placed. */
export function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
