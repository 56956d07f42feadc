import { expect, test } from 'vitest';
import type { CurrentTag } from '../../shared/contract/retag.ts';
import { plannedState } from './planned-state.ts';

const on = (digest: string, keptAs?: string): CurrentTag => ({
  ...{ state: 'taken', digest, complete: true, indexes: [] },
  ...(keptAs === undefined ? {} : { keptAs }),
});
const all = [
  { tag: 'latest', current: on('sha256:a') },
  { tag: '1.1', current: on('sha256:a') },
  { tag: '1.0', current: on('sha256:b') },
  { tag: '0.9', current: on('sha256:a', 'old') },
  { tag: 'new', current: { state: 'free' } as CurrentTag },
];
const confirmed = (kept: readonly string[]) => ({ names: ['latest'], kept: new Set(kept), isConfirmed: true });

test.each([
  ['a protected tag that is kept', 'latest', ['latest'], 'kept', undefined],
  ['a protected tag whose name was typed', 'latest', [], 'typed', undefined],
  ['a tag whose image a kept tag keeps', '1.1', ['latest'], 'none', 'latest'],
  ['the same once the protected tag is overwritten, too', '1.1', [], 'none', undefined],
  ['a tag whose image nothing keeps', '1.0', ['latest'], 'none', undefined],
  ['a tag whose image another tag keeps', '0.9', ['latest'], 'none', 'old'],
  ['a new tag', 'new', ['latest'], 'none', undefined],
])('%s', (_, tag, kept, guard, keptAs) => {
  const planned = all.find((one) => one.tag === tag);
  if (!planned) throw new Error('not planned');
  const state = plannedState(planned, all, confirmed(kept));
  expect(state.guard).toBe(guard);
  expect(state.current.state === 'taken' ? state.current.keptAs : undefined).toBe(keptAs);
});
