import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { holdWhileAway } from './away.ts';

test('a locked screen and a sleeping computer each hold until their own end, also where the beginning is told twice', () => {
  const power = new EventEmitter();
  const held = new Set<string>();
  let count = 0;
  holdWhileAway(power, (why) => {
    const name = `${why} ${++count}`;
    held.add(name);
    return () => void held.delete(name);
  });
  power.emit('resume');
  power.emit('lock-screen');
  power.emit('lock-screen');
  power.emit('suspend');
  expect([...held]).toEqual(['locked 1', 'asleep 2']);
  // It wakes up, and the screen is still locked.
  power.emit('resume');
  expect([...held]).toEqual(['locked 1']);
  power.emit('unlock-screen');
  power.emit('unlock-screen');
  expect([...held]).toEqual([]);
  power.emit('lock-screen');
  expect([...held]).toEqual(['locked 3']);
});
