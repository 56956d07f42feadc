import { expect, test } from 'vitest';
import type { DiagnosisEvent, DiagnosisStep } from '../../../../shared/contract/diagnosis.ts';
import { after, idle } from './diagnosis-state.ts';

const step = (name: DiagnosisStep['name'], result: DiagnosisStep['result']): DiagnosisStep => ({
  name,
  result,
  took: 1,
  facts: [],
  chain: [],
});
const address = step('address', 'ok');
const tls = step('tls', 'failed');

test.each<[string, DiagnosisEvent[], object]>([
  ['nothing yet', [], { kind: 'idle', steps: [] }],
  ['the first step under way', [{ kind: 'begin', name: 'address' }], { kind: 'running', steps: [], step: 'address' }],
  [
    'a step that ended and the next under way',
    [
      { kind: 'begin', name: 'address' },
      { kind: 'step', step: address },
      { kind: 'begin', name: 'tls' },
    ],
    { kind: 'running', steps: [address], step: 'tls' },
  ],
  [
    'the end at a step that failed',
    [
      { kind: 'begin', name: 'tls' },
      { kind: 'step', step: tls },
      { kind: 'end', healthy: false },
    ],
    { kind: 'ended', steps: [tls], healthy: false },
  ],
])('a diagnosis shows %s', (_, events, expected) => {
  expect(events.reduce(after, idle)).toEqual(expected);
});
