import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import { configuration } from './electron-builder.ts';
import { FUSES } from './fuses.ts';
import { icns, ico, SIZES } from './icons.ts';
import { top } from './product.ts';

type Validate = (config: object, log: { add(): void; isEnabled: boolean }) => Promise<void>;

// electron-builder checks its configuration only on the way to a package; for macOS and Windows none can be made here.
const own = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { validateConfiguration } = own('app-builder-lib/out/util/config/config') as { validateConfiguration: Validate };
const validate = (config: object): Promise<void> => validateConfiguration(config, { add: () => {}, isEnabled: false });

const icon = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'icons', name));
const pictures = SIZES.map((size) => ({ size, png: icon(`${size}x${size}.png`) }));

test('the configuration of every target is one that electron-builder takes', async () => {
  await validate(structuredCloneWithFunctions(configuration));
  await expect(validate({ ...structuredCloneWithFunctions(configuration), deb: { dependz: [] } })).rejects.toThrow(
    /configuration\.deb should/,
  );
  await expect(validate({ ...structuredCloneWithFunctions(configuration), nsis: { oneClick: 'perhaps' } })).rejects.toThrow(
    /configuration\.nsis/,
  );
});

/** The validator changes what it is given. */
function structuredCloneWithFunctions(config: object): object {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === 'function' ? value : structuredClone(value)]),
  );
}

test('every file that the configuration names from the tree is there', () => {
  const named = [configuration.mac?.icon, configuration.mac?.entitlements, configuration.win?.icon, configuration.linux?.icon];
  expect(named.filter((path) => typeof path !== 'string' || !existsSync(join(top, path)))).toEqual([]);
});

test('there is a decision for each fuse that is known', () => {
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
  expect(Object.keys(FUSES).map(Number)).toEqual(known);
  const page = readFileSync(join(top, 'docs/decisions/fuses.md'), 'utf8');
  for (const [fuse, isOn] of Object.entries(FUSES))
    expect(page).toContain(`| \`${FuseV1Options[Number(fuse)]}\` | ${isOn ? 'on' : 'off'} |`);
});

test('each icon has the size of its name', () => {
  const sizes = pictures.map(({ png }) => [png.readUInt32BE(16), png.readUInt32BE(20)]);
  expect(sizes).toEqual(SIZES.map((size) => [size, size]));
  expect(readdirSync(join(import.meta.dirname, 'icons')).toSorted()).toEqual(
    [...SIZES.map((size) => `${size}x${size}.png`), 'icon.icns', 'icon.ico'].toSorted(),
  );
});

test('the icons for Windows and macOS have the same pictures', () => {
  expect(icon('icon.ico').equals(ico(pictures.filter(({ size }) => size <= 256)))).toBe(true);
  expect(icon('icon.icns').equals(icns(pictures))).toBe(true);
  // The directory of the first: where each picture begins and how long it is.
  const bytes = icon('icon.ico');
  for (let index = 0; index < bytes.readUInt16LE(4); index++) {
    const [length, offset] = [bytes.readUInt32LE(6 + 16 * index + 8), bytes.readUInt32LE(6 + 16 * index + 12)];
    expect(bytes.subarray(offset, offset + length).equals(pictures[index]?.png ?? Buffer.alloc(0))).toBe(true);
  }
  expect(icon('icon.icns').readUInt32BE(4)).toBe(icon('icon.icns').length);
});
