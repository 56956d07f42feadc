import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestAPI } from 'vitest';

type Program = 'docker-registry' | 'skopeo' | 'umoci' | 'openssl' | 'htpasswd' | 'nginx' | 'tinyproxy';

/**
 * What a test cannot do without: a program in the PATH; the keychain that `build/with-keychain.sh` starts for the tests alone; Linux, for `/proc` and
 * `/dev/full`; POSIX, for file modes and shell scripts; or root, for devices and owners.
 */
export type Part = Program | 'keychain' | 'linux' | 'posix' | 'root';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isHere(part: Part): boolean {
  // Never the keychain of the person who runs the tests.
  if (part === 'keychain') return process.env['LONGSHORE_TEST_KEYCHAIN'] === '1';
  if (part === 'linux') return process.platform === 'linux';
  if (part === 'posix') return process.platform !== 'win32';
  if (part === 'root') return process.getuid?.() === 0;
  const names = process.platform === 'win32' ? [`${part}.exe`, `${part}.cmd`] : [part];
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => names.some((name) => isProgram(join(folder, name))));
}

/** Why a test that needs these parts cannot run here; undefined where it can. @throws where `npm test` has promised every part. */
function lacking(parts: readonly Part[]): string | undefined {
  const missing = parts.filter((part) => !isHere(part));
  if (missing.length === 0) return undefined;
  const reason = `needs ${missing.join(', ')}, not found on this machine`;
  if (process.env['LONGSHORE_ALL_PARTS'] === '1') throw new Error(`This test ${reason}, and no test may be skipped here.`);
  return reason;
}

let skip: ((reason: string) => void) | undefined;

/** Says how the test that runs now is skipped; the runner's set-up file (`build/vitest.setup.ts`) calls it. */
export function skipWith(skipper: typeof skip): void {
  skip = skipper;
}

/** Skips the running test, with the reason, where these parts are missing. Whatever starts a part calls it first. */
export function needs(...parts: readonly Part[]): void {
  const reason = lacking(parts);
  if (reason === undefined) return;
  skip?.(reason);
  throw new Error(`This test ${reason}.`);
}

/** `test` for a file whose parts are started before its tests: each of them is skipped, with the reason in its name, where one is missing. */
export function testWith(test: TestAPI, ...parts: readonly Part[]): TestAPI {
  const reason = lacking(parts);
  if (reason === undefined) return test;
  console.log(`Skipped: ${reason}.`);
  return test.skip as TestAPI;
}
