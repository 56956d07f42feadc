import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test.each<[string, (string | number | undefined)[][], string]>([
  [
    'plain cells',
    [
      ['tag', 'bytes'],
      ['1.9', 84],
    ],
    'tag,bytes\r\n1.9,84',
  ],
  ['a cell that is not known', [['latest', undefined, 3]], 'latest,,3'],
  ['a comma', [['a,b']], '"a,b"'],
  ['a quotation mark', [['say "hi"']], '"say ""hi"""'],
  ['a line break', [['a\nb', 'c\rd']], '"a\nb","c\rd"'],
  ['what a spreadsheet would compute', [['=1+1', '+1', '-1', '@a', '\tb']], "'=1+1,'+1,'-1,'@a,'\tb"],
  ['a formula that also needs quotation marks', [['=HYPERLINK("a","b")']], '"\'=HYPERLINK(""a"",""b"")"'],
  ['no rows', [], ''],
])('%s are written so that a spreadsheet reads them back as text', (_, rows, text) => {
  expect(csv(rows)).toBe(text);
});
