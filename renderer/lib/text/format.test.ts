import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFormat } from './format.ts';

const en = createFormat('en', 'just now');
const zh = createFormat('zh-CN', '刚刚');

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-10T12:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [0, '0 B', '0 B'],
  [999, '999 B', '999 B'],
  [1_000, '1.0 kB', '1.0 kB'],
  [84_213_004, '84.2 MB', '84.2 MB'],
  [99_950_000, '100 MB', '100 MB'],
  [123_456_789, '123 MB', '123 MB'],
  [5_400_000_000, '5.4 GB', '5.4 GB'],
  [7.2e15, '7,200 TB', '7,200 TB'],
])('%i bytes read %s, in Chinese %s', (bytes, english, chinese) => {
  expect(en.bytes(bytes)).toBe(english);
  expect(zh.bytes(bytes)).toBe(chinese);
});

test.each([
  ['2026-03-10T11:59:50Z', 'just now', '刚刚'],
  ['2026-03-10T12:00:20Z', 'just now', '刚刚'],
  ['2026-03-10T11:15:00Z', '45 minutes ago', '45 分钟前'],
  ['2026-03-09T12:00:00Z', 'yesterday', '昨天'],
  ['2026-03-07T12:00:00Z', '3 days ago', '3 天前'],
  ['2026-03-03T11:00:00Z', '1 week ago', '1 周前'],
  ['2026-02-20T12:00:00Z', '3 weeks ago', '3 周前'],
  ['2026-02-01T12:00:00Z', '1 month ago', '1 个月前'],
  ['2024-12-10T12:00:00Z', '1 year ago', '1 年前'],
  ['2024-03-10T12:00:00Z', '2 years ago', '2 年前'],
  ['2026-03-10T14:00:00Z', 'in 2 hours', '2 小时后'],
])('%s is %s, in Chinese %s', (iso, english, chinese) => {
  expect(en.ago(iso)).toBe(english);
  expect(zh.ago(iso)).toBe(chinese);
});

test.each([
  ['2026-03-09T00:30:00', 'yesterday', '昨天'],
  ['2026-03-08T23:00:00', '1 day ago', '1 天前'],
])('at one in the morning %s, of the calendar here, is %s, in Chinese %s', (iso, english, chinese) => {
  vi.setSystemTime(new Date('2026-03-10T01:00:00'));
  expect(en.ago(iso)).toBe(english);
  expect(zh.ago(iso)).toBe(chinese);
});

test.each([
  [0.4, '1 sec', '1 秒'],
  [40, '40 sec', '40 秒'],
  [120, '2 min', '2 分钟'],
  [7_200, '2 hr', '2 小时'],
])('%d seconds last %s, in Chinese %s', (seconds, english, chinese) => {
  expect(en.duration(seconds)).toBe(english);
  expect(zh.duration(seconds)).toBe(chinese);
});

test.each([
  [0, '0%'],
  [0.001, '<1%'],
  [0.25, '25%'],
  [1, '100%'],
])('a share of %d is %s', (share, text) => {
  expect(en.percent(share)).toBe(text);
});

test('numbers, exact sizes and lists follow the language', () => {
  expect(en.number(12_345)).toBe('12,345');
  expect(en.exactBytes(84_213_004)).toBe('84,213,004 bytes');
  expect(zh.exactBytes(84_213_004)).toBe('84,213,004 字节');
  expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
  expect(zh.list(['a', 'b', 'c'])).toBe('a、b、c');
});

test('names are set apart as the language does, and too many end in an ellipsis', () => {
  expect(en.names(['latest', '1.9'])).toBe('latest, 1.9');
  expect(zh.names(['latest', '1.9'])).toBe('latest、1.9');
  expect(en.names(['a', 'b', 'c'], 2)).toBe('a, b, …');
  expect(zh.names(['a', 'b', 'c'], 2)).toBe('a、b、…');
});

test('sentences follow each other with a space in English and none in Chinese', () => {
  expect(en.sentences(['Restored 2 tags.', '', undefined, 'Deleted 1 tag.'])).toBe('Restored 2 tags. Deleted 1 tag.');
  expect(zh.sentences(['已恢复 2 个标签。', false, '已删除 1 个标签。'])).toBe('已恢复 2 个标签。已删除 1 个标签。');
});
