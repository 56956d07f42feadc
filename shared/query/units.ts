/** How a value is compared with what was typed. */
export type Comparison = '<' | '<=' | '>' | '>=';

const BYTES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** ms of each unit of an age. A minute and a month would both be `m`: neither is. */
const AGES: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: 7 * DAY, mo: 30 * DAY, y: 365 * DAY };

/** The comparison that a value begins with, also as a Chinese keyboard types it, and the rest. */
export function compared(value: string): readonly [Comparison, string] | undefined {
  const found = /^([<>＜＞])([=＝]?)/.exec(value);
  if (!found) return undefined;
  const sign = found[1] === '<' || found[1] === '＜' ? '<' : '>';
  return [found[2] === '' ? sign : `${sign}=`, value.slice(found[0].length)];
}

/** A number and its unit. */
function amountOf(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const found = /^(\d{1,15}(?:\.\d{1,6})?)([a-z]*)$/.exec(text.toLowerCase());
  const unit = Object.hasOwn(units, found?.[2] ?? '') ? units[found?.[2] ?? ''] : undefined;
  if (!found || unit === undefined) return undefined;
  const amount = Math.round(Number(found[1]) * unit);
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** `100MB` or `64KiB` in bytes. */
export const bytesIn = (text: string): number | undefined => amountOf(text, BYTES);

/** `30d` in ms; only whole numbers. */
export const msIn = (text: string): number | undefined => (text.includes('.') ? undefined : amountOf(text, AGES));

/** The beginning of a day such as `2026-01-31`, in ms since 1970 (UTC). */
export function dayIn(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  // February has no 30th day.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : time;
}

const inUnit = (amount: number, units: readonly (readonly [number, string])[]): string => {
  const [size, name] = units.find(([size]) => amount % size === 0 && amount !== 0) ?? [1, ''];
  return `${amount / size}${name}`;
};

/** Bytes as `bytesIn` reads them. */
export const bytesText = (bytes: number): string =>
  inUnit(bytes, [
    [1e12, 'TB'],
    [1e9, 'GB'],
    [1e6, 'MB'],
    [2 ** 20, 'MiB'],
    [1e3, 'kB'],
    [2 ** 10, 'KiB'],
  ]);

/** ms as `msIn` reads them. */
export const ageText = (ms: number): string => (ms % DAY === 0 ? `${ms / DAY}d` : `${ms / HOUR}h`);
