import type * as sqlite from 'node:sqlite';

/** SQLite as Node 22 has it, without the warning that it prints there: it is in use since, unchanged, and tells a person nothing to act on. */
function load(): typeof sqlite {
  const { emitWarning } = process;
  // Loading this one module warns of nothing else. Imported, it would be loaded, and would have warned, before any line of ours runs.
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

export const { DatabaseSync } = load();
export type DatabaseSync = sqlite.DatabaseSync;
