import type { EventEmitter } from 'node:events';

/** Why nobody is at the computer. */
type Away = 'locked' | 'asleep';

/** What begins and ends each, as Electron's powerMonitor tells; Linux does not tell of a locked screen. */
const EVENTS: Readonly<Record<Away, readonly [string, string]>> = {
  locked: ['lock-screen', 'unlock-screen'],
  asleep: ['suspend', 'resume'],
};

/** Holds what asks by itself while the screen is locked and while the computer sleeps, each until its own end. */
export function holdWhileAway(power: EventEmitter, hold: (why: Away) => () => void): void {
  for (const why of ['locked', 'asleep'] as const) {
    const [begin, end] = EVENTS[why];
    let release: (() => void) | undefined;
    power.on(begin, () => {
      release ??= hold(why);
    });
    power.on(end, () => {
      release?.();
      release = undefined;
    });
  }
}
