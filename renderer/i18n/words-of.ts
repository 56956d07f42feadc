import type { Language } from '../../shared/languages.ts';

type Translation = { readonly words: Record<string, unknown> };

// A language is its two files and its folder here, and its line in `shared/languages.ts`: nothing else names it. Only the one that is shown is loaded.
const files = import.meta.glob<Translation>(['./*.ts', '!./i18n.ts', '!./words-of.ts', '!./*.test.ts']);

async function wordsIn(name: string): Promise<Record<string, unknown>> {
  const load = files[`./${name}.ts`];
  if (!load) throw new Error(`There are no words in ${name}`);
  return (await load()).words;
}

/** The words of the first screen in a language. @throws where it has no file; the test of the words reads every language. */
export const firstWordsOf = (language: Language): Promise<Record<string, unknown>> => wordsIn(language.toLowerCase());

/** All words of a language. @throws as `firstWordsOf`. */
export async function wordsOf(language: Language): Promise<Record<string, unknown>> {
  const [first, later] = await Promise.all([firstWordsOf(language), wordsIn(`${language.toLowerCase()}-later`)]);
  return { ...first, ...later };
}
