import { expect, test } from 'vitest';
import { processorTime } from '../../e2e/support/patience.ts';
import { dockerfileSteps, dockerfileText } from './dockerfile.ts';

type Step = Parameters<typeof dockerfileSteps>[0][number];
const step = (instruction: string, more: Partial<Step> = {}): Step => ({ instruction, args: [], empty: false, ...more });
const textOf = (instruction: string, more: Partial<Step> = {}): string =>
  dockerfileText(dockerfileSteps([step(instruction, more)]), undefined).trimEnd();

test.each([
  ['COPY dist ./dist', 'COPY dist ./dist'],
  [
    'RUN set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tcurl \t; \trm -rf /var/lib/apt/lists/*',
    'RUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y --no-install-recommends \\\n        curl \\\n    ; \\\n    rm -rf /var/lib/apt/lists/*',
  ],
  ['RUN apk add curl     && rm -rf /tmp/*', 'RUN apk add curl \\\n    && rm -rf /tmp/*'],
  ['RUN apt-get update && apt-get install -y curl', 'RUN apt-get update && apt-get install -y curl'],
  [
    `RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*`,
    'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ca-certificates curl \\\n    && rm -rf /var/lib/apt/lists/*',
  ],
  ['RUN echo "a  b" &&  make', 'RUN echo "a  b" && \\\n make'],
  ["RUN echo don't  stop", "RUN echo don't  stop"],
  ['RUN echo \\"  a', 'RUN echo \\" \\\n a'],
  ['RUN apt-get update\napt-get install -y curl', 'RUN <<EOF\napt-get update\napt-get install -y curl\nEOF'],
  ['RUN cat\nEOF\nx', 'RUN <<END\ncat\nEOF\nx\nEND'],
  ['RUN <<EOF (make all...)', 'RUN <<EOF (make all...)'],
  ['ENV A=b C="d e"', 'ENV A=b \\\n    C="d e"'],
  ['LABEL one=1', 'LABEL one=1'],
  ['ENV NODE_VERSION 24.1.0', 'ENV NODE_VERSION 24.1.0'],
  ['bazel build ...', '# bazel build ...'],
  ["# debian.sh --arch 'amd64' out/", "# # debian.sh --arch 'amd64' out/"],
  ['RUNNING x', '# RUNNING x'],
  ['RUN \u001b[31mred\u001b[0m', 'RUN red'],
  ['', ''],
])('the step %j is written %j', (instruction, text) => {
  expect(textOf(instruction)).toBe(text);
});

test.each([
  ['jib-maven-plugin:3.4.1', 'classes', '# jib-maven-plugin:3.4.1: classes'],
  ['', "store paths: ['/nix/store/abc-hello']", "# store paths: ['/nix/store/abc-hello']"],
  ['ko build ko://x', 'kodata contents, at $KO_DATA_PATH', '# ko build ko://x: kodata contents, at $KO_DATA_PATH'],
  ['RUN make', 'buildkit.dockerfile.v0', 'RUN make'],
  ['RUN make', 'FROM docker.io/library/alpine:3.20', 'FROM docker.io/library/alpine:3.20\nRUN make'],
  ['RUN make', 'FROM 9b2f8d4c5e6a', 'RUN make'],
])('the step %j with the comment %j is written %j', (instruction, comment, text) => {
  expect(textOf(instruction, { comment })).toBe(text);
});

test('a whole file has the base that is recorded elsewhere as a comment, and each value of a build argument once', () => {
  const steps = dockerfileSteps([
    step('ADD rootfs.tar /'),
    step('ARG VERSION', { empty: true }),
    step('RUN make', { args: [['VERSION', '1.2']] }),
    step('RUN make install', {
      args: [
        ['VERSION', '1.2'],
        ['TARGETARCH', 'arm64'],
      ],
    }),
    step('CMD ["serve"]', { empty: true }),
  ]);
  expect(dockerfileText(steps, 'debian:bookworm-slim')).toBe(
    '# FROM debian:bookworm-slim\nADD rootfs.tar /\nARG VERSION\n# VERSION=1.2\nRUN make\n# TARGETARCH=arm64\nRUN make install\nCMD ["serve"]\n',
  );
});

test('a line that is broken says what it said: joined again, its words are the same', () => {
  const command = `RUN set -e;  for f in *.gz; do   gunzip "$f";\t\tdone && echo 'a  && b' && make ${'x '.repeat(60)}`;
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
  expect(words(textOf(command).replaceAll('\\\n', ''))).toEqual(words(command));
});

test.each([
  ['quotes', `RUN ${'"'.repeat(32_000)}`],
  ['blanks', `RUN a${' '.repeat(32_000)}`],
  ['commands', `RUN ${'a && '.repeat(6_000)}`],
  ['settings', `ENV ${'a="b" '.repeat(5_000)}`],
  ['quotes that are escaped', `ENV a='${"\\'".repeat(16_000)}`],
  ['words without an end of their quotes', `LABEL ${`'"a `.repeat(8_000)}`],
])('a step of many %s is written at once', (_, instruction) => {
  expect(processorTime(() => textOf(instruction))).toBeLessThan(80);
});
