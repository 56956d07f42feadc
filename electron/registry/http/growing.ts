import type { NamePage } from '../pages.ts';

/** Names that are handed on as they come. */
const SMALL = 10_000;

/**
 * The pages of a list, fewer and larger the longer it is: what is done with all names so far at each of them (ordering, building a tree) then
 * costs as if it was done a few times, not a thousand. What came before a failure is handed on before it.
 */
export async function* growing(pages: AsyncIterable<NamePage>): AsyncGenerator<NamePage> {
  let sent = 0;
  let waiting: string[] = [];
  let cut: NamePage['cut'];
  try {
    for await (const page of pages) {
      for (const name of page.names) waiting.push(name);
      cut = page.cut;
      if (sent + waiting.length > SMALL && waiting.length * 2 < sent && !cut) continue;
      const names = waiting;
      waiting = [];
      sent += names.length;
      yield { names, cut };
    }
  } catch (error) {
    if (waiting.length > 0) yield { names: waiting };
    throw error;
  }
  if (waiting.length > 0) yield { names: waiting, cut };
}
