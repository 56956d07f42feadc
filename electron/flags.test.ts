import { expect, test } from 'vitest';
import { MOST_OF_LINK } from '../shared/place.ts';
import { commandIn, readFlags, readShown } from './flags.ts';

const LINK = 'longshore://open?ref=registry.example.com/team/api:1.9&tab=files';

test.each<[readonly string[], ReturnType<typeof readShown>]>([
  [[], { sample: false, link: undefined }],
  [['--sample'], { sample: true, link: undefined }],
  [[LINK], { sample: false, link: LINK }],
  [['--', LINK], { sample: false, link: LINK }],
  // Chromium puts its own switches before what a second instance was given.
  [['--allow-file-access-from-files', '--original-process-start-time=133', '--no-sandbox', LINK], { sample: false, link: LINK }],
  [['.', '--data-dir', '/tmp/a', LINK], { sample: false, link: LINK }],
  [['LONGSHORE:open'], { sample: false, link: 'LONGSHORE:open' }],
  // A link that breaks out of its quotes on Windows brings no flag along.
  [['--', 'longshore://open?ref=x', '--sample', '--data-dir=/tmp/evil'], { sample: false, link: 'longshore://open?ref=x' }],
  [['--', '--sample'], { sample: false, link: undefined }],
  [['https://longshore.example.com/', 'longshore'], { sample: false, link: undefined }],
  [['--port=eighty', LINK], { sample: false, link: LINK }],
  [[LINK, 'longshore://open?ref=second'], { sample: false, link: LINK }],
])('a start with %j shows %j', (argv, shown) => {
  expect(readShown(argv)).toEqual(shown);
});

test('a link of any length is passed on as far as it takes to refuse it', () => {
  expect(readShown([`longshore://open?ref=${'a'.repeat(100_000)}`]).link).toHaveLength(MOST_OF_LINK + 1);
});

test('a link does not change how the other flags are read', () => {
  const argv = ['--port', '8080', '--data-dir', 'a b', '--no-open', LINK];
  expect(readFlags(argv)).toEqual({ port: 8080, dataFolder: 'a b', sample: false, open: false, link: LINK });
});

test.each<[readonly string[], readonly string[] | undefined]>([
  [['ls'], ['ls']],
  [
    ['tags', 'registry.example.com/team/api', '--json'],
    ['tags', 'registry.example.com/team/api', '--json'],
  ],
  [['--no-sandbox', '--ozone-platform=headless', 'ls'], ['ls']],
  [[], undefined],
  [['--no-sandbox'], undefined],
  [[LINK], undefined],
  // What follows a flag is its value, and what follows -- is a link.
  [['--data-dir', 'ls'], undefined],
  [['--', 'ls'], undefined],
  [['list'], undefined],
])('Electron started with %j carries out %j', (argv, command) => {
  expect(commandIn(argv)).toEqual(command);
});
