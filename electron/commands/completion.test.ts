import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { needs } from '../../e2e/support/needs.ts';
import { completionFor } from './completion.ts';

/** What bash answers after it has read the completions. */
function bash(script: string): string {
  needs('posix');
  const ran = spawnSync('bash', ['--norc', '--noprofile', '-c', `${completionFor('bash')}\n${script}`], { encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  return ran.stdout;
}

/** The words that are offered for the last word of a line. */
function offered(...line: string[]): string[] {
  const words = line.map((word) => `'${word}'`).join(' ');
  return bash(`COMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _longshore; printf '%s\\n' "\${COMPREPLY[@]}"`)
    .split('\n')
    .filter(Boolean);
}

test('bash completes longshore once it has read the completions', () => {
  expect(bash('complete -p longshore')).toBe('complete -o default -F _longshore longshore\n');
});

test.each([
  [
    ['longshore', 'di'],
    ['diff', 'diagnose'],
  ],
  [['longshore', 'retag', '--mo'], ['--move']],
  [
    ['longshore', 'apply', '--p'],
    ['--protected', '--password-stdin'],
  ],
  [['longshore', 'nothing', '--p'], []],
])('after %j bash offers %j', (line, words) => {
  expect(offered(...line)).toEqual(words);
});
