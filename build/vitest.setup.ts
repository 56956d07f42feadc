import { afterEach, beforeEach } from 'vitest';
import { skipWith } from '../e2e/support/needs.ts';

// Tests whose parts are not on this machine are skipped with a reason (e2e/support/needs.ts).
beforeEach(({ skip }) => skipWith((reason) => skip(reason)));
afterEach(() => skipWith(undefined));
