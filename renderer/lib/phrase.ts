import type { TFunction } from 'i18next';

/** What rows of tables say, each with one value in it. */
const PHRASES = {
  select: (t: TFunction, tag: string) => t('tags.select', { tag }),
  actions: (t: TFunction, tag: string) => t('tags.actions', { tag }),
  digestOf: (t: TFunction, digest: string) => t('image.digestOf', { digest }),
  copy: (t: TFunction, what: string) => t('copy.action', { what }),
} as const;

/** What stands for the value in a phrase that is kept. No text has it. */
const HOLE = '\u0000';

const kept = new WeakMap<TFunction, Map<keyof typeof PHRASES, readonly string[]>>();

/** A phrase about this value. It is looked up once a language: to do so for each row takes as long as drawing the row. */
export function phrase(t: TFunction, key: keyof typeof PHRASES, value: string): string {
  let texts = kept.get(t);
  if (!texts) {
    texts = new Map();
    kept.set(t, texts);
  }
  let parts = texts.get(key);
  if (!parts) {
    parts = PHRASES[key](t, HOLE).split(HOLE);
    texts.set(key, parts);
  }
  return parts.join(value);
}
