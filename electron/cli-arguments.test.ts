import { expect, test } from 'vitest';
import { helpText, readCommandLine } from './cli-arguments.ts';
import { readFlags } from './flags.ts';

test.each([
  [[], 'browser-host'],
  [['--sample', '--no-open', '--port', '8080', '--data-dir', 'a b'], 'browser-host'],
  [['--port=0'], 'browser-host'],
  [['longshore://open?ref=registry.example.com/team/api:1.9&tab=files', '--no-open'], 'browser-host'],
  [['--sample', '--help'], 'help'],
  [['-h'], 'help'],
  [['-v'], 'version'],
  [['ls'], 'command'],
  [['tags', '--help'], 'command'],
])('longshore %j: %s', (argv, kind) => {
  expect(readCommandLine(argv)).toEqual({ kind });
});

test.each([
  [['--smaple'], "Unknown option '--smaple'."],
  [['sample'], 'There is no command "sample".'],
  [['--sample', 'x'], "Unexpected argument 'x'."],
  [['--sample=yes'], "Option '--sample' does not take an argument."],
  [['--port'], "Option '--port <value>' argument missing."],
  [['--port', '80800'], '--port takes a number from 0 to 65535, not "80800".'],
  [['--port=eighty'], '--port takes a number from 0 to 65535, not "eighty".'],
  [['--data-dir='], '--data-dir takes a folder.'],
])('longshore %j is refused with a sentence', (argv, why) => {
  expect(readCommandLine(argv)).toEqual({ kind: 'refused', why: `${why} longshore --help lists the commands and flags.` });
});

test('the host reads the flags that the help names', () => {
  for (const flag of ['--no-open', '--port N', '--data-dir DIR', '--sample', '-h, --help', '-v, --version'])
    expect(helpText()).toContain(`  ${flag} `);
  const argv = ['--sample', '--no-open', '--port', '8080', '--data-dir', 'a b'];
  expect(readFlags(argv)).toEqual({ port: 8080, dataFolder: 'a b', sample: true, open: false });
});
