import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { textOf } from './plain-text.ts';

const utf16le = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

test.each<[string, Buffer, ReturnType<typeof textOf>]>([
  ['UTF-8', Buffer.from('你好\n'), { text: '你好\n', encoding: 'utf-8' }],
  ['nothing', Buffer.alloc(0), { text: '', encoding: 'utf-8' }],
  ['ASCII with colours', Buffer.from('\x1b[1mbold\x1b[0m'), { text: '\x1b[1mbold\x1b[0m', encoding: 'utf-8' }],
  ['UTF-16, little end first', utf16le('a=1\r\n你'), { text: 'a=1\r\n你', encoding: 'utf-16' }],
  ['UTF-16, big end first', utf16le('größer').swap16(), { text: 'größer', encoding: 'utf-16' }],
  ['Latin-1', Buffer.from('# größer als früher\n', 'latin1'), { text: '# größer als früher\n', encoding: 'latin-1' }],
  ['a mark, and half a pair after it', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), undefined],
  ['a mark, and an odd byte', Buffer.from([0xff, 0xfe, 0x00]), undefined],
  ['a zero byte', Buffer.from('a\0b'), undefined],
  ['Chinese in GBK', Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a]), undefined],
  ['a control character', Buffer.from([0xe4, 0x61, 0x61, 0x61, 0x01]), undefined],
  ['gzip', gzipSync('package main'), undefined],
])('%s', (_, bytes, read) => {
  expect(textOf(bytes)).toEqual(read);
});
