import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';

/**
 * Asks the person to type `word`, or relies on `--yes`. Nobody is asked where nobody sits there: a script says what it wants. @throws Refusal `refused`.
 */
export async function confirm(context: Context, question: string, word: string): Promise<void> {
  if (context.given.has('yes')) return;
  if (!context.input.isTTY) throw new Refusal('refused', 'Nothing was changed: nobody can be asked here. Add --yes.');
  if ((await context.ask(`${question} Type ${word}:`)) !== word) throw new Refusal('refused', 'Nothing was changed.');
}

/**
 * The protected names that are changed after all: those of `--protected`, and those that the person types at a terminal. `--yes` does not speak for
 * them. @throws Refusal `refused`.
 */
export async function confirmProtected(context: Context, names: readonly string[]): Promise<string[]> {
  const given = new Set(context.given.values('protected'));
  for (const name of names) {
    if (given.has(name)) continue;
    const isAsked = context.input.isTTY && !context.given.has('yes');
    if (!isAsked) throw new Refusal('refused', `${name} is protected. Nothing was changed: name it with --protected ${name}.`);
    if ((await context.ask(`${name} is protected. Type its name:`)) !== name) throw new Refusal('refused', 'Nothing was changed.');
  }
  return [...names];
}
