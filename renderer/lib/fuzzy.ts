import uFuzzy from '@leeoniya/ufuzzy';

const fuzzy = new uFuzzy({ intraMode: 0, intraIns: 8, intraChars: '[a-z\\d/._-]' });

/** The items that match what was typed, best first; all of them, in their order, where nothing was typed. */
export function fuzzyFilter(items: string[], typed: string): string[] {
  const needle = typed.trim();
  if (needle === '') return items;
  const [indexes, info, order] = fuzzy.search(items, needle, 0, 5_000);
  if (!indexes) return [];
  return order ? order.map((at) => items[info.idx[at] ?? 0] ?? '') : indexes.map((at) => items[at] ?? '');
}
