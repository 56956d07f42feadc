import { parentPort, workerData } from 'node:worker_threads';
import { diffLines } from './line-diff.ts';

// A thread for one comparison: it takes up to two seconds, and whoever leaves ends the thread.

const [before, after] = workerData as readonly [string, string];
parentPort?.postMessage(diffLines(before, after));
