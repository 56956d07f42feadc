import { driftSubject, driftValue } from '../../shared/drift-text.ts';
import type { Drift } from '../../shared/plan-drift.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { counted } from './output.ts';
import { english } from './words.ts';

/** Lists what is no longer as a plan expects it. @throws Refusal. */
export async function refuseDrift({ output }: Context, drift: readonly Drift[]): Promise<never> {
  if (output.isJson) await output.json({ drift });
  else
    for (const one of drift)
      await output.line(
        `${driftSubject(english, one)}\n  expected  ${driftValue(english, one.expected)}\n  now       ${driftValue(english, one.now)}`,
      );
  throw new Refusal('refused', `The registry is not as the plan expects it: ${counted(drift.length, 'difference')}. Nothing was changed.`);
}
