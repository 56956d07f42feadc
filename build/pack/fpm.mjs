#!/usr/bin/env node
// Makes a Debian package by dpkg-deb, as electron-builder would have fpm make it: CUSTOM_FPM_PATH names this file. fpm itself is a Ruby program that
// is downloaded; and what it makes lacks the sums of the files, and the modes of folders that Debian's policy asks for.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Options of fpm that electron-builder gives with a value; `-d` and `--deb-recommends` come as often as there are packages. */
const VALUES = new Set(
  '-s -t -d -a --architecture --after-install --after-remove --description --version --package --name --maintainer --vendor --url --category'
    .split(' ')
    .concat('--deb-priority --deb-recommends --deb-compression --license --iteration --log'.split(' ')),
);

/** What fpm is asked for. @throws where an option is not known: none may be passed over. */
function readArguments(args) {
  const options = new Map();
  const files = [];
  for (let index = 0; index < args.length; index++) {
    const name = args[index];
    if (name === '--force') continue;
    if (!name.startsWith('-')) files.push(name);
    else if (VALUES.has(name)) options.set(name, [...(options.get(name) ?? []), args[++index]]);
    else throw new Error(`fpm.mjs does not know ${name}`);
  }
  return { one: (name) => options.get(name)?.[0], all: (name) => options.get(name) ?? [], files };
}

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...walk(path)] : [path];
  });

/** `from=to`; a folder is given with a slash at its end, and what is in it is meant. */
function copyFiles(root, files) {
  for (const file of files) {
    const at = file.lastIndexOf('=');
    const [from, to] = [file.slice(0, at), join(root, file.slice(at + 1))];
    mkdirSync(from.endsWith('/') ? to : dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** Nobody but root may write; what could be run before can be run after. */
function setModes(root) {
  for (const path of walk(root)) {
    const { mode } = lstatSync(path);
    if (lstatSync(path).isSymbolicLink()) continue;
    chmodSync(path, statSync(path).isDirectory() || mode & 0o100 ? 0o755 : 0o644);
  }
}

/** The control file. https://www.debian.org/doc/debian-policy/ch-controlfields.html */
function controlOf({ one, all }, kilobytes) {
  const [synopsis, ...rest] = one('--description').split('\n');
  // Lines of a description have at most 80 characters.
  const long = rest
    .join(' ')
    .trim()
    .replace(/(.{1,76})(?:\s+|$)/g, ' $1\n')
    .trimEnd();
  const fields = {
    Package: one('--name'),
    Version: one('--version'),
    Architecture: one('--architecture'),
    Maintainer: one('--maintainer'),
    'Installed-Size': kilobytes,
    Depends: all('-d').join(', '),
    Recommends: all('--deb-recommends').join(', '),
    Section: one('--category'),
    Priority: one('--deb-priority'),
    Homepage: one('--url'),
    Description: `${synopsis.trim()}\n${long}`,
  };
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}: ${value}\n`]))
    .join('');
}

function writeControl(root, request) {
  const files = walk(root).filter((path) => !lstatSync(path).isDirectory());
  const kilobytes = files.reduce((sum, path) => sum + Math.ceil(lstatSync(path).size / 1024), 0);
  const sums = files.filter((path) => lstatSync(path).isFile()).sort();
  const md5 = (path) => createHash('md5').update(readFileSync(path)).digest('hex');
  const control = join(root, 'DEBIAN');
  mkdirSync(control);
  writeFileSync(join(control, 'control'), controlOf(request, kilobytes));
  writeFileSync(join(control, 'md5sums'), sums.map((path) => `${md5(path)}  ${relative(root, path)}\n`).join(''));
  for (const [name, option] of [
    ['postinst', '--after-install'],
    ['postrm', '--after-remove'],
  ]) {
    writeFileSync(join(control, name), readFileSync(request.one(option)));
    chmodSync(join(control, name), 0o755);
  }
}

const request = readArguments(process.argv.slice(2));
if (request.one('-t') !== 'deb') {
  console.error('fpm.mjs makes Debian packages only.');
  process.exit(1);
}
const root = mkdtempSync(join(tmpdir(), 'longshore-deb-'));
try {
  copyFiles(root, request.files);
  chmodSync(root, 0o755);
  setModes(root);
  writeControl(root, request);
  const compression = ['-Z', request.one('--deb-compression') ?? 'xz'].join('');
  const { status } = spawnSync('dpkg-deb', ['--root-owner-group', compression, '--build', root, request.one('--package')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
