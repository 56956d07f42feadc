import { once } from '../once.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

export type Format = {
  /** `84.2 MB`: decimal units, as registries and disks count. */
  readonly bytes: (bytes: number) => string;
  /** `84,213,004 bytes`, for hovering over a rounded size. */
  readonly exactBytes: (bytes: number) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  /** `3 days ago`. */
  readonly ago: (iso: string) => string;
  readonly time: (iso: string) => string;
  readonly exactTime: (iso: string) => string;
  /** Seconds as `2 min` or `40 sec`. */
  readonly duration: (seconds: number) => string;
  readonly list: (items: readonly string[]) => string;
  /** Names after each other, without an “and”: those of tags, files and platforms. Of more than `most`, the first and an ellipsis. */
  readonly names: (items: readonly string[], most?: number) => string;
  /** What stands between two sentences: Chinese has no space there. */
  readonly gap: string;
  /** Whole sentences after each other. Empty ones are left out. */
  readonly sentences: (sentences: readonly (string | false | undefined)[]) => string;
};

/** Whether a time is of the calendar day before today, here. */
function isYesterday(at: Date): boolean {
  const day = new Date();
  day.setDate(day.getDate() - 1);
  return at.toDateString() === day.toDateString();
}

/** Chinese sets a number apart from its unit. Intl does so for Latin units only. */
const setApart = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ');

/**
 * Numbers, sizes and dates in the chosen language. Formatters are slow to make, so this is made once a language.
 * `justNow` is said of what is less than half a minute away; Intl has only “now”.
 */
export function createFormat(language: string, justNow?: string): Format {
  // Each is made when something is said with it: the first screen says few of these.
  const plain = once(() => new Intl.NumberFormat(language));
  const percent = once(() => new Intl.NumberFormat(language, { style: 'percent' }));
  const unit = (unit: string, unitDisplay: 'short' | 'long', digits?: number) =>
    once(
      () =>
        new Intl.NumberFormat(language, {
          style: 'unit',
          unit,
          unitDisplay,
          ...(digits === undefined ? {} : { maximumFractionDigits: digits, minimumFractionDigits: digits }),
        }),
    );
  const exact = unit('byte', 'long');
  const sizes = UNITS.map((name) => [0, 1].map((digits) => unit(name, 'short', digits)));
  // “Last week” is a word of the calendar, and spans are counted here: only “yesterday” is looked up in it.
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'always' }));
  const inWords = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  const time = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }));
  const exactTime = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long' }));
  const units = ['second', 'minute', 'hour'].map((name) => unit(name, 'short', 0));
  const isChinese = /^zh\b/.test(language);
  const apart = isChinese ? setApart : (text: string) => text;
  const gap = isChinese ? '' : ' ';
  const comma = isChinese ? '、' : ', ';
  const list = once(() => new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }));
  return {
    bytes: (bytes) => {
      const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
      const value = bytes / 1000 ** step;
      if (step === 0) return `${plain().format(value)} B`;
      return sizes[step]?.[value >= 99.95 ? 0 : 1]?.().format(value) ?? '';
    },
    exactBytes: (bytes) => apart(exact().format(bytes)),
    number: (value) => plain().format(value),
    percent: (share) => (share > 0 && share < 0.005 ? `<${percent().format(0.01)}` : percent().format(share)),
    ago: (iso) => {
      const seconds = (Date.parse(iso) - Date.now()) / 1000;
      const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
      const count = Math.round(seconds / size);
      if (count === 0) return justNow ?? inWords().format(0, 'second');
      if (unit === 'day' && count === -1 && isYesterday(new Date(iso))) return inWords().format(-1, 'day');
      return apart(relative().format(count, unit));
    },
    time: (iso) => time().format(new Date(iso)),
    exactTime: (iso) => exactTime().format(new Date(iso)),
    duration: (seconds) => {
      const step = seconds < 100 ? 0 : seconds < 6_000 ? 1 : 2;
      return apart(units[step]?.().format(Math.max(1, seconds / 60 ** step)) ?? '');
    },
    // Intl puts 和 before the last without the spaces that it needs beside Latin names.
    list: (items) => (isChinese ? items.join(comma) : list().format(items)),
    names: (items, most = items.length) => [...items.slice(0, most), ...(items.length > most ? ['…'] : [])].join(comma),
    gap,
    sentences: (sentences) => sentences.filter(Boolean).join(gap),
  };
}
