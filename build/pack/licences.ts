import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundled.ts';

const top = join(import.meta.dirname, '../..');

/** Licences under which a package may be shipped inside Longshore: each allows it as long as its text goes along. */
const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'OFL-1.1', 'Unlicense']);

const MIT = readFileSync(join(top, 'LICENSE'), 'utf8');
/** Of this licence the text is the same everywhere, and names no author. */
const APACHE = readFileSync(join(top, 'node_modules/@sigstore/core/LICENSE'), 'utf8').trim();

/** The licence file of a package with its notices; undefined where it has none. */
function textOf(folder: string): string | undefined {
  const names = readdirSync(join(top, folder)).filter((name) => /^(?:licen[cs]e|copying|notice|ofl)(?:[.-]|$)/i.test(name));
  const texts = names.toSorted().map((name) =>
    readFileSync(join(top, folder, name), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim(),
  );
  return texts.length === 0 ? undefined : texts.join('\n\n');
}

/** Some packages name the MIT licence and carry no text of it. It is that of our own licence, with their authors. */
function mitOf({ name, author }: BundledPackage): string {
  const who = author.replace(/\s*[<(].*$/, '') || `the authors of ${name}`;
  return MIT.replace(/^Copyright .*$/m, () => `Copyright (c) ${who}`).trim();
}

/**
 * The text of a package's licence.
 * @throws where its licence is not one that allows shipping, or its text is not to be had.
 */
export function licenceText(found: BundledPackage): string {
  const { name, version, licence, folder } = found;
  const choices = licence.replace(/[()]/g, '').split(' OR ');
  if (!choices.some((choice) => ALLOWED.has(choice.trim())))
    throw new Error(`${name} ${version} has the licence "${licence}", which is not among those allowed`);
  const common = licence === 'MIT' ? mitOf(found) : licence === 'Apache-2.0' ? APACHE : undefined;
  const text = textOf(folder) ?? common;
  if (text === undefined) throw new Error(`${name} ${version} has no text of its licence, ${licence}`);
  return text;
}

const RULE = '-'.repeat(80);

/** One file with the licence of every package: each text once, under the names of all that have it. */
export function licencesFile(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, BundledPackage[]>();
  for (const found of packages) {
    const text = licenceText(found);
    byText.set(text, [...(byText.get(text) ?? []), found]);
  }
  const parts = [...byText].map(
    ([text, found]) => `${found.map((one) => `${one.name} ${one.version} (${one.licence})`).join('\n')}\n\n${text}\n`,
  );
  return `Longshore contains these packages and fonts, under their own licences.\n\n${parts.map((part) => `${RULE}\n${part}`).join('\n')}`;
}
