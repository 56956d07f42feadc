import { writeFile } from 'node:fs/promises';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';

/** Writes a plan to the file of `--plan`, over one that is there only where `--replace` says so. @throws Refusal. */
export async function writePlan({ given, output }: Context, path: string, text: string): Promise<void> {
  if (path === '-') return output.raw(text);
  try {
    await writeFile(path, text, { flag: given.has('replace') ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new Refusal(
      'failed',
      isThere ? `${path} is there already. Add --replace.` : `${path} cannot be written: ${(error as Error).message}`,
    );
  }
}
