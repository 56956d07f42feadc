import { type FileHandle, open } from 'node:fs/promises';
import type { Connection } from '../../shared/contract/connections.ts';
import { registryBase } from '../../shared/oci/reference.ts';
import { MOST_OF_PLAN_FILE } from '../../shared/plan-limits.ts';
import { type AnyPlanFile, parsePlan, registryOfPlan } from '../../shared/plan-text.ts';
import { applyDeletion } from './apply-deletion.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { applyRetag } from './retag.ts';

/** The text of a file, or of standard input for `-`, up to a limit. @throws Refusal. */
async function textOf({ input }: Context, path: string): Promise<string> {
  const tooLong = new Refusal('usage', `${path} is too long for a plan.`);
  const unreadable = (error: unknown): Refusal => new Refusal('not-found', `${path} cannot be read: ${(error as Error).message}`);
  const opened = (): Promise<FileHandle> =>
    open(path).catch((error: unknown) => {
      throw unreadable(error);
    });
  const file = path === '-' ? undefined : await opened();
  const pieces: string[] = [];
  let length = 0;
  try {
    for await (const chunk of file?.createReadStream({ encoding: 'utf8' }) ?? input) {
      pieces.push(String(chunk));
      length += String(chunk).length;
      if (length > MOST_OF_PLAN_FILE) throw tooLong;
    }
  } catch (error) {
    // A folder is opened like a file, and cannot be read.
    throw error === tooLong ? error : unreadable(error);
  }
  return pieces.join('');
}

/** @throws Refusal for what is no plan. */
async function readPlan(context: Context, path: string): Promise<AnyPlanFile> {
  const file = parsePlan(await textOf(context, path));
  if (file === 'not-json') throw new Refusal('usage', `${path} is not JSON.`);
  if (file === 'no-plan') throw new Refusal('usage', `${path} is no plan, or one from a later version of Longshore.`);
  return file;
}

/** @throws Refusal for a plan of a registry that is not saved: it is not asked. */
async function connectionFor(context: Context, file: AnyPlanFile): Promise<Connection> {
  const found = registryOfPlan(await context.connections(), file);
  if (!found)
    throw new Refusal(
      'not-found',
      `No saved registry is at ${registryBase(file.registry)}. Nothing was sent there; add it in Longshore first.`,
    );
  // By its name, which also hands over a password.
  return (await context.place(registryBase(found.url))).connection;
}

/** `apply FILE`: carries out a plan if the registry is as the plan expects it, after the person has confirmed it. */
export async function apply(context: Context): Promise<void> {
  const [path = ''] = context.given.operands;
  const file = await readPlan(context, path);
  const connection = await connectionFor(context, file);
  return file.longshore === 'retag-plan' ? applyRetag(context, file, connection) : applyDeletion(context, file, connection);
}
