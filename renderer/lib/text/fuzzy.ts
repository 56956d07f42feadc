import uFuzzy from '@leeoniya/ufuzzy';

// Every script, Chinese among them: the defaults know Latin letters alone.
const fuzzy = new uFuzzy({
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: '[\\p{L}\\d/._-]',
  intraContr: "'\\p{L}{1,2}\\b",
  intraMode: 0,
  intraIns: 8,
});

/** The items that match what was typed, best first; all of them, in their order, where nothing was typed. */
export function fuzzyFilter(items: string[], typed: string): string[] {
  const needle = typed.trim();
  if (needle === '') return items;
  const [indexes, info, order] = fuzzy.search(items, needle, 0, 5_000);
  if (!indexes) return [];
  return order ? order.map((at) => items[info.idx[at] ?? 0] ?? '') : indexes.map((at) => items[at] ?? '');
}

/** The parts of a text, in turn outside and inside of what was typed: the first is outside, and may be empty. */
export function fuzzyParts(text: string, typed: string): readonly string[] {
  const needle = typed.trim();
  const ranges = needle === '' ? undefined : fuzzy.filter([text], needle)?.length ? fuzzy.info([0], [text], needle).ranges[0] : undefined;
  if (!ranges) return [text];
  const cuts = [0, ...ranges, text.length];
  return cuts.slice(1).map((end, i) => text.slice(cuts[i], end));
}
