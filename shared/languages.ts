/** The languages of the window by their codes (BCP 47), each named in itself so that it can be found from any other. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;

export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as [Language, ...Language[]];

const primary = (code: string): string => code.toLowerCase().split('-')[0] ?? '';

/** The language on screen: the chosen one, or the first of the system's that there is, in any of its variants; English otherwise. */
export function languageOf(chosen: 'system' | Language, system: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  for (const wanted of system) {
    const found = languageCodes.find((code) => primary(code) === primary(wanted));
    if (found) return found;
  }
  return 'en';
}
