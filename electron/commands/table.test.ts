import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS, COMMON, type Command } from './commands.ts';
import { completionFor, shells } from './completion.ts';
import { exitCodes } from './exit-codes.ts';
import { splitPath } from './files.ts';
import { commandHelp, commandList } from './help.ts';
import { manPage } from './man-page.ts';

const top = join(import.meta.dirname, '../..');
const page = readFileSync(join(top, 'docs/command-line.md'), 'utf8');
const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
const all: readonly Command[] = COMMANDS;

test.each(all.map((command) => [command.name, command] as const))(
  '%s is in the help, the completions, the man page and the docs',
  (name, command) => {
    expect(commandList()).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(page).toContain(`| \`${name}`);
    for (const shell of shells) expect(completionFor(shell)).toContain(name);
    const man = manPage(version).replaceAll('\\-', '-');
    expect(man).toContain(`.SS longshore ${name}`);
    for (const option of [...command.options, ...COMMON]) {
      for (const text of [commandHelp(command), man, completionFor('bash'), completionFor('zsh')])
        expect(text).toContain(`--${option.name}`);
      expect(completionFor('fish')).toContain(`-l ${option.name}`);
    }
  },
);

test('the codes with which a command ends are in the man page and the docs', () => {
  for (const { code, text } of Object.values(exitCodes)) {
    expect(page).toContain(`| ${code} | ${text} |`);
    expect(manPage(version)).toContain(`.B ${code}\n`);
  }
});

test('the man page that is packed is that of the table', () => {
  expect(readFileSync(join(top, 'build/pack/longshore.1'), 'utf8')).toBe(manPage(version));
});

test('no option takes a secret: a password comes from standard input alone', () => {
  const options = [...COMMON, ...all.flatMap((command) => command.options)];
  const secret = options.filter(({ name, value = '' }) => /pass|token|secret|credential|auth|key|user/i.test(`${name} ${value}`));
  expect(secret).toEqual([expect.objectContaining({ name: 'password-stdin' })]);
  expect(secret[0]).not.toHaveProperty('value');
});

test.each([
  ['h:5000/a:1:/etc/passwd', 'h:5000/a:1', 'etc/passwd'],
  ['https://h/a@sha256:0:/x', 'https://h/a@sha256:0', 'x'],
  ['h/a:1:/', 'h/a:1', ''],
  ['h/a:1', 'h/a:1', undefined],
  ['https://h/a:1', 'https://h/a:1', undefined],
])('%s is an image and a path', (text, reference, path) => {
  expect(splitPath(text)).toEqual({ reference, path });
});
