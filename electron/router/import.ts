import { importRegistries } from '../connections/import/apply.ts';
import { findImportable } from '../connections/import/importable.ts';
import { importSources } from '../connections/import/sources.ts';
import { implementation } from './base.ts';

export const imports = {
  sources: implementation.import.sources.handler(() => ({ paths: importSources().map(({ path }) => path) })),
  find: implementation.import.find.handler(({ context }) => findImportable(context)),
  apply: implementation.import.apply.handler(({ input, context }) => importRegistries(context, input.ids)),
};
