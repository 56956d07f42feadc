import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Entry = {
  readonly type: number | string;
  readonly id: number | string;
  readonly lang: number;
  readonly codepage: number;
  readonly bin: ArrayBuffer;
};
type Executable = { generate(): ArrayBuffer };
type Version = {
  lang: number;
  setFileVersion(version: string, lang: number): void;
  setStringValues(language: { lang: number; codepage: number }, values: Readonly<Record<string, string>>): void;
  outputToResourceEntries(entries: Entry[]): void;
};
/** The part of resedit that is used, which electron-builder brings along. */
type Programs = {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isLibrary: boolean): Executable; from(bytes: Buffer): Executable };
  readonly NtExecutableResource: {
    from(executable: Executable): { readonly entries: Entry[]; outputResource(executable: Executable): void };
  };
  readonly Resource: { readonly VersionInfo: { createEmpty(): Version } };
};

export const US_ENGLISH = { lang: 0x0409, codepage: 1200 } as const;

const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
export const programs = createRequire(builder.resolve('app-builder-lib'))('resedit') as Programs;

/** The hashes of archives that a program for Windows holds. https://www.electronjs.org/docs/latest/tutorial/asar-integrity */
export function integrityOf(program: string): unknown {
  const { entries } = programs.NtExecutableResource.from(programs.NtExecutable.from(readFileSync(program)));
  const block = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  return block && JSON.parse(Buffer.from(block.bin).toString());
}
