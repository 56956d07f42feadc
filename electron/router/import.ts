import { importRegistries } from '../connections/import/apply.ts';
import { findInFile, importFile } from '../connections/import/from-file.ts';
import { findImportable } from '../connections/import/importable.ts';
import { importSources } from '../connections/import/sources.ts';
import { implementation } from './base.ts';

export const imports = {
  sources: implementation.import.sources.handler(() => ({ paths: importSources().map(({ path }) => path) })),
  find: implementation.import.find.handler(({ context }) => findImportable(context)),
  readFile: implementation.import.readFile.handler(({ input, context }) => findInFile(context, input.text)),
  applyFile: implementation.import.applyFile.handler(({ input, context }) => importFile(context, input)),
  apply: implementation.import.apply.handler(({ input, context }) => importRegistries(context, input.ids)),
};
