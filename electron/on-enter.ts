import { spawnSync } from 'node:child_process';

/** Whether this process may read its terminal: one in the background would be stopped for trying (termios(3), SIGTTIN). */
function isForeground(): boolean {
  const asked = spawnSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
  const [group, foreground] = (asked.stdout ?? '').trim().split(/\s+/);
  return group !== undefined && group === foreground;
}

/** Calls back whenever the person presses Enter in the terminal that the program was started from. */
export function onEnter(callback: () => void): void {
  const { stdin } = process;
  const mayRead = (): boolean => !stdin.isTTY || process.platform === 'win32' || isForeground();
  stdin.on('error', () => {});
  stdin.on('data', (chunk: Buffer) => {
    if (chunk.includes('\n')) callback();
  });
  if (mayRead()) stdin.resume();
  else stdin.pause();
  // Sent to the background and back by the shell (Ctrl-Z, bg, fg).
  if (process.platform !== 'win32') process.on('SIGCONT', () => (mayRead() ? stdin.resume() : stdin.pause()));
}
