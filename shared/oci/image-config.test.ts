import { expect, test } from 'vitest';
import { processorTime } from '../../e2e/support/patience.ts';
import { MAX_INSTRUCTION } from './build-step.ts';
import { readImageConfig, readImageFacts } from './image-config.ts';

const instructionOf = (createdBy: string): string | undefined =>
  readImageConfig(JSON.stringify({ history: [{ created_by: createdBy }] })).history[0]?.instruction;

test.each([
  ['/bin/sh -c #(nop)  CMD ["x"]', 'CMD ["x"]'],
  ['/bin/sh -c make', 'RUN make'],
  ['RUN /bin/sh -c make # buildkit', 'RUN make'],
  ['COPY . /app # buildkit', 'COPY . /app'],
  ['/bin/bash -o pipefail -c make  && make install ', 'RUN make  && make install'],
  ['RUN  /bin/ash -ec make', 'RUN make'],
  ['|1 VERSION=1.2 /bin/sh -c make', 'RUN make'],
  ['|2 A="a b" C= /bin/sh -c make', 'RUN make'],
  ['|2 A=a b C=c /bin/sh -c make', 'RUN make'],
  ['RUN |1 A=b /bin/sh -c echo /bin/sh -c x # buildkit', 'RUN echo /bin/sh -c x'],
  ['|1 A=b make', '|1 A=b make'],
  ['RUNNER /bin/sh -c x', 'RUNNER /bin/sh -c x'],
  ['RUN make # buildkit', 'RUN make'],
  ['# buildkit', ''],
  ['', ''],
])('the step %j reads %j', (createdBy, instruction) => {
  expect(instructionOf(createdBy)).toBe(instruction);
});

test.each([
  ['build arguments that can be read in two ways', `|1${' a=""'.repeat(48)}`],
  ['white space before what is no ending', `RUN${' '.repeat(100_000)}x`],
  ['shells without an end', '/bin/sh -c'.repeat(20_000)],
  ['arguments without an end', `|1${' a="'.repeat(40_000)}`],
])('%s are read at once', (_, createdBy) => {
  expect(processorTime(() => instructionOf(createdBy))).toBeLessThan(50);
});

test('an instruction that is longer than the limit is shown up to there, and shown to go on', () => {
  expect(instructionOf(`RUN ${'x'.repeat(MAX_INSTRUCTION)}`)).toBe(`RUN ${'x'.repeat(MAX_INSTRUCTION - 4)}…`);
});

test.each([
  '{}',
  '[]',
  '{"os":"linux","architecture":"arm64","variant":"v8","created":"2026-01-01T00:00:00Z","config":{"Labels":{"__proto__":"x","team":"a"}}}',
  '{"os":"linux","architecture":7,"created":"1970-01-01T00:00:00Z","config":{"Labels":["x"]},"history":[{"created_by":"x"}]}',
  '{"os":"","architecture":"amd64","created":"never","config":"x"}',
  '{"config":null}',
])('what a table shows of %s is what its whole says', (text) => {
  const { platform, created, labels } = readImageConfig(text);
  expect(readImageFacts(text)).toEqual({ ...(platform ? { platform } : {}), ...(created ? { created } : {}), labels });
});

test('a history that repeats what long settings begin with is read at once', () => {
  const begun = 'A=b '.repeat(2_500);
  const text = JSON.stringify({
    config: { Env: [...Array(60).keys()].map((i) => `${begun}${i}`) },
    history: [...Array(100).keys()].map((i) => ({ created_by: `/bin/sh -c #(nop)  ENV ${begun}c${i}` })),
  });
  expect(processorTime(() => readImageConfig(text))).toBeLessThan(1_000);
});
