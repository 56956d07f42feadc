// Lets Node run what is inside an asar, as Electron does: modules are loaded from it, and files are read from it. What it keeps outside is found there.
import fs, { promises } from 'node:fs';
import { isBuiltin, registerHooks, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import './register.mjs';

const { readFileSync } = fs;
const { readFile } = promises;
const archives = new Map();

/** The two sizes are those of Chromium's pickles, around the text of the header. https://github.com/electron/asar#format */
function openArchive(path) {
  if (!archives.has(path)) {
    const bytes = readFileSync(path);
    const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12)));
    archives.set(path, { header, content: bytes.subarray(8 + bytes.readUInt32LE(4)) });
  }
  return archives.get(path);
}

/** The file inside an asar that a path leads to; undefined for every other path. */
function inside(path) {
  const [, archive, within] = /^(.*\.asar)\/(.*)$/.exec(path) ?? [];
  if (!archive || !fs.statSync(archive, { throwIfNoEntry: false })?.isFile()) return undefined;
  const { header, content } = openArchive(archive);
  const entry = within.split('/').reduce((node, name) => node?.files?.[name], header);
  if (!entry || entry.files) return { archive };
  if (entry.unpacked) return { archive, path: `${archive}.unpacked/${within}` };
  return { archive, bytes: content.subarray(Number(entry.offset), Number(entry.offset) + entry.size) };
}

function read(path, options) {
  const found = inside(path);
  if (found?.path) return readFileSync(found.path, options);
  if (!found?.bytes) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding ? found.bytes.toString(encoding) : Buffer.from(found.bytes);
}

const isInside = (path) => typeof path === 'string' && inside(path) !== undefined;
fs.readFileSync = (path, options) => (isInside(path) ? read(path, options) : readFileSync(path, options));
promises.readFile = async (path, options) => (isInside(path) ? read(path, options) : readFile(path, options));
syncBuiltinESMExports();

/** A package by its name, as it lies in the asar that asks for it. */
function packageOf(name, archive) {
  const folder = `${archive}/node_modules/${name}`;
  return pathToFileURL(`${folder}/`).href.concat(JSON.parse(read(`${folder}/package.json`, 'utf8')).main);
}

const pathOf = (url) => (url?.startsWith('file:') ? fileURLToPath(url) : '');

registerHooks({
  resolve(specifier, context, next) {
    const from = inside(pathOf(context.parentURL));
    const isPath = /^(?:\.|\/|file:)/.test(specifier);
    if (isBuiltin(specifier) || specifier === 'electron' || (!from && !isPath)) return next(specifier, context);
    const url = isPath ? new URL(specifier, context.parentURL).href : packageOf(specifier, from.archive);
    const found = inside(pathOf(url));
    if (!found) return next(specifier, context);
    return { url: found.path ? pathToFileURL(found.path).href : url, shortCircuit: true };
  },
  load(url, context, next) {
    const found = inside(pathOf(url));
    if (!found?.bytes) return next(url, context);
    // The manifest at the top of the application says that its scripts are modules; that of the keychain says nothing.
    return { format: url.includes('/node_modules/') ? 'commonjs' : 'module', source: found.bytes, shortCircuit: true };
  },
});
