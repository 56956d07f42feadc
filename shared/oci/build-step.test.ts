import { expect, test } from 'vitest';
import { processorTime } from '../../e2e/support/patience.ts';
import { readStep, shellOf } from './build-step.ts';
import { knownPairs } from './recorded-words.ts';

const known = knownPairs(['GREETING=hello big world', 'PATH=/usr/local/bin:/usr/bin', 'NOTE=set A=b here', 'B=2']);

test.each([
  ['/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]', 'CMD ["nginx", "-g", "daemon off;"]'],
  ['/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "node \\"app.js\\""]', 'CMD node "app.js"'],
  ['ENTRYPOINT ["/usr/bin/tini" "--"]', 'ENTRYPOINT ["/usr/bin/tini", "--"]'],
  ['/bin/sh -c #(nop) ADD file:4c1f3d2ab in / ', 'ADD file:4c1f3d2ab /'],
  ['/bin/sh -c #(nop) COPY dir:9d00f3e in /app ', 'COPY dir:9d00f3e /app'],
  ['COPY --chown=app:app --link src/ /app/ # buildkit', 'COPY --chown=app:app --link src/ /app/'],
  ['COPY --from=build /src/dist ./dist # buildkit', 'COPY --from=build /src/dist ./dist'],
  ['/bin/sh -c #(nop)  EXPOSE 80', 'EXPOSE 80'],
  ['EXPOSE map[8080/tcp:{} 9090/udp:{}]', 'EXPOSE 8080/tcp 9090/udp'],
  ['EXPOSE [8080/tcp 9090/udp]', 'EXPOSE 8080/tcp 9090/udp'],
  ['/bin/sh -c #(nop)  VOLUME [/var/lib/postgresql/data]', 'VOLUME /var/lib/postgresql/data'],
  ['VOLUME ["/data","/logs"]', 'VOLUME /data /logs'],
  ['SHELL [/bin/bash -o pipefail -c]', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]'],
  ['ENV PATH=/usr/local/bin:/usr/bin', 'ENV PATH=/usr/local/bin:/usr/bin'],
  ['ENV GREETING=hello big world B=2', 'ENV GREETING="hello big world" B=2'],
  ['ENV OLD=one two C=3 # buildkit', 'ENV OLD="one two" C=3'],
  ['ENV NOTE=set A=b here', 'ENV NOTE="set A=b here"'],
  ['ENV PRICE=5$ EMPTY=', 'ENV PRICE="5\\$" EMPTY=""'],
  ['ENV NODE_VERSION 24.1.0', 'ENV NODE_VERSION 24.1.0'],
  ['ENV A="b c"', 'ENV A="b c"'],
  [
    'LABEL org.opencontainers.image.title=api maintainer=Platform team',
    'LABEL org.opencontainers.image.title=api maintainer="Platform team"',
  ],
  [
    `HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost/ || exit 1"] "30s" "3s" "0s" "0s" '\\x03'}`,
    'HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD curl -f http://localhost/ || exit 1',
  ],
  [
    `/bin/sh -c #(nop)  HEALTHCHECK &{["CMD" "/healthy" "-q"] "5s" "0s" "1m0s" '\\n'}`,
    'HEALTHCHECK --interval=5s --start-period=1m0s --retries=10 CMD ["/healthy", "-q"]',
  ],
  [`HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" '\\x00'}`, 'HEALTHCHECK NONE'],
  ['RUN --mount=type=cache,target=/root/.npm /bin/sh -c npm ci # buildkit', 'RUN --mount=type=cache,target=/root/.npm npm ci'],
  [
    'RUN --mount=type=secret,id=token --network=none |1 A=b /bin/sh -c make # buildkit',
    'RUN --mount=type=secret,id=token --network=none make',
  ],
  ['/bin/bash -euxo pipefail -c make install', 'RUN make install'],
  ['/bin/bash -o pipefail -c #(nop)  USER 1001', 'USER 1001'],
  ['cmd /S /C mkdir C:\\app', 'RUN mkdir C:\\app'],
  ['cmd /S /C #(nop) WORKDIR C:\\app', 'WORKDIR C:\\app'],
  ["powershell -Command $ErrorActionPreference = 'Stop'; Install-It", "RUN $ErrorActionPreference = 'Stop'; Install-It"],
  ['/bin/sh -c #(nop)  ONBUILD RUN make', 'ONBUILD RUN make'],
  ['/bin/sh -c #(nop)  STOPSIGNAL SIGQUIT', 'STOPSIGNAL SIGQUIT'],
  // Builders that read no Dockerfile.
  ['jib-maven-plugin:3.4.1', 'jib-maven-plugin:3.4.1'],
  ['ko build ko://example.com/cmd/server', 'ko build ko://example.com/cmd/server'],
  ['bazel build ...', 'bazel build ...'],
  ["# debian.sh --arch 'amd64' out/ 'bookworm'", "# debian.sh --arch 'amd64' out/ 'bookworm'"],
  ['/usr/bin/crash -x y', '/usr/bin/crash -x y'],
  // What only begins like a record.
  ['CMD ["a" "b', 'CMD ["a" "b'],
  ['HEALTHCHECK &{["CMD"', 'HEALTHCHECK &{["CMD"'],
  ['EXPOSE map[80', 'EXPOSE map[80'],
])('the record %j reads %j', (createdBy, instruction) => {
  expect(readStep(createdBy, { known }).instruction).toBe(instruction);
});

test.each([
  ['RUN |2 A=b C=d /bin/sh -c make # buildkit', ['A=b', 'C=d']],
  ['|1 MESSAGE=hello big world /bin/sh -c make', ['MESSAGE=hello big world']],
  ['RUN |2 A= B=x /bin/sh -c make', ['A=', 'B=x']],
  ['RUN |1 FLAGS=-x LEVEL=3 /bin/sh -c make', ['FLAGS=-x LEVEL=3']],
  ['RUN |9 A=b /bin/sh -c make', []],
  ['RUN /bin/sh -c make', []],
])('the record %j has the build arguments %j', (createdBy, args) => {
  expect(readStep(createdBy).args.map(([name, value]) => `${name}=${value}`)).toEqual(args);
});

test('a shell of the image is known from the step that set it', () => {
  const shell = shellOf('SHELL ["/opt/fish", "-c"]');
  expect(shell).toBe('/opt/fish -c');
  expect(readStep('RUN |1 A=b /opt/fish -c make', { known, shell })).toEqual({ instruction: 'RUN make', args: [['A', 'b']] });
  expect(shellOf('RUN make')).toBeUndefined();
});

const begun = [...Array(200).keys()].map((i) => `A${i}=b`);

test.each([
  ['settings that begin as known ones do', `ENV ${begun.join(' ')}${' b'.repeat(15_000)} c`],
  ['settings that begin as a known one does, again and again', `ENV ${`${begun[199]} `.repeat(6_000)}`],
  ['lists without an end', `CMD [${'"a" '.repeat(8_000)}`],
  ['quotes that are escaped to the end', `CMD ["${'\\"'.repeat(16_000)}`],
  ['settings of many words', `ENV A=${'b c '.repeat(8_000)}`],
  ['settings of many pairs', `LABEL ${'a=b '.repeat(8_000)}`],
  ['a check without an end', `HEALTHCHECK &{["CMD" ${'"30s" '.repeat(5_000)}`],
  ['flags without an end', `RUN ${'--mount= '.repeat(3_600)}`],
  ['arguments without a shell', `RUN |9999 ${'A=b '.repeat(8_000)}`],
])('%s are read at once', (_, createdBy) => {
  const settings = knownPairs(begun.map((_, i) => `${begun.slice(i).join(' ')}${' b'.repeat(8_000)}`));
  expect(processorTime(() => readStep(createdBy, { known: settings }))).toBeLessThan(80);
});
