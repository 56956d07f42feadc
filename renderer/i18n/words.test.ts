import { describe, expect, test } from 'vitest';
import { languageCodes } from '../../shared/languages.ts';
import { wordsOf } from './words-of.ts';

function flatten(words: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value as object, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\w+\}\}|<\/?\w+\/?>/g)].map(([match]) => match).sort();
const PLURAL = /_(?:zero|one|two|few|many|other)$/;

/** The keys that a language has to have: for each plural its own forms (CLDR), all others as English has them. */
function keysFor(language: string, english: Iterable<string>): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const keys = [...english].flatMap((key) => (PLURAL.test(key) ? forms.map((form) => key.replace(PLURAL, `_${form}`)) : [key]));
  return [...new Set(keys)].sort();
}

const english = flatten(await wordsOf('en'));

const languages = await Promise.all(languageCodes.map(async (language) => ({ language, words: flatten(await wordsOf(language)) })));

describe.each(languages)('in $language', ({ language, words }) => {
  test('every text of English is there, with the plural forms of the language, and no other', () => {
    const wanted = keysFor(language, english.keys());
    const missing = wanted.filter((key) => !words.has(key));
    const unknown = [...words.keys()].filter((key) => !wanted.includes(key));
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
  });

  test('no text is empty, and each fills in what English fills in', () => {
    for (const [key, text] of words) {
      expect([key, text.trim() === '']).toEqual([key, false]);
      const same = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(same)]);
    }
  });
});

describe('in English', () => {
  const having = (pattern: RegExp): string[] =>
    [...english].filter(([, text]) => pattern.test(text)).map(([key, text]) => `${key}: ${text}`);

  test('quotation marks, apostrophes and ellipses are typographic', () => {
    expect(having(/(?<![=\w(])["']|\w'\w|\.\.\./)).toEqual([]);
  });

  test('no word is said that has another one', () => {
    expect(having(/\b(?:gone|goes|taken along|travels?|hang|look again|go on|take back|delete from Longshore)\b/i)).toEqual([]);
  });

  test('what has ended is not told as an order: a run has the same name before and after its end', () => {
    const orders = [...english].filter(([key, text]) => key.startsWith('runs.heading.') && !/^[\w- ]+: /.test(text));
    expect(orders).toEqual([]);
  });
});

const chinese = flatten(await wordsOf('zh-CN'));

describe('in Chinese', () => {
  const texts = [...chinese].map(([key, text]) => ({
    key,
    text,
    same: english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '',
  }));
  /** The words that a pattern is found in. What is no word of the language is left out: placeholders, examples in angle brackets. */
  const having = (pattern: RegExp, without = /\{\{\w+\}\}|<[^>]*>/g): string[] =>
    texts.filter(({ text }) => pattern.test(text.replaceAll(without, ''))).map(({ key, text }) => `${key}: ${text}`);

  test('a repository is 仓库 and a registry 镜像仓库, in every text', () => {
    const wrong = texts.filter(({ key, text, same }) => {
      const plain = same.replaceAll(/\{\{\w+\}\}|<[^>]*>/g, '');
      const isRepository = text.replaceAll('镜像仓库', '').includes('仓库');
      const isRegistry = /镜像仓库|registry/i.test(text);
      // A product has its own name.
      return (
        !/^products\.[\w-]+\.name$/.test(key) && (isRepository !== /repositor/i.test(plain) || (/registr/i.test(plain) && !isRegistry))
      );
    });
    expect(wrong).toEqual([]);
  });

  test('no space stands between two Chinese characters or beside Chinese punctuation', () => {
    expect(having(/\p{Script=Han} +\p{Script=Han}|[，。；：、！？（）“”] | [，。；：、！？（）“”]/u, /$^/g)).toEqual([]);
  });

  test('Chinese punctuation stands beside Chinese characters, and a space between them and Latin words', () => {
    expect(having(/\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}|\.\.\./u)).toEqual([]);
    expect(having(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u, /$^/g)).toEqual([]);
  });

  test('a text ends as the English one does: as a sentence, a question, a list that follows, or a dialog that asks more', () => {
    const ends = [/[.。]$/, /[?？]$/, /[:：]$/, /…$/];
    const wrong = texts.filter(({ text, same }) => ends.some((end) => end.test(text) !== end.test(same)));
    expect(wrong).toEqual([]);
  });

  test('no word is said that has another one', () => {
    // 您 你, 变更 更改, 标头 响应头, 未连接 and 无法连接 无法访问, 账户 账号, 未打标签 无标签, 取消标签 删除标签, 文件夹 目录.
    expect(having(/您|变更|标头|未连接|无法连接|账户|未打标签|取消标签|文件夹/)).toEqual([]);
  });

  test('what is listed in Chinese is set apart by Chinese commas', () => {
    expect(having(/\p{Script=Han}.*, |, .*\p{Script=Han}/u, /$^/g)).toEqual([]);
  });

  test('nothing is left in English but names, keys and terms that Chinese documents write so', () => {
    const names = /^(?:files\.format\.[\w-]+|products\.[\w-]+\.name|keys\.\w+|tags\.kind\.legacy|failure\.part\.blob|build\.dockerfile)$/;
    const left = texts.filter(
      ({ key, text, same }) => text === same && /[a-z]{3}/.test(text.replaceAll(/\{\{\w+\}\}/g, '')) && !names.test(key),
    );
    expect(left).toEqual([]);
  });
});
