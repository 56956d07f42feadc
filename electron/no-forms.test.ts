import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Whether a process of its own has loaded Node's HTTP client once it was asked whether something is a form. */
function loadsClient(before: string): string {
  const asks = `${before}; ({}) instanceof FormData; console.log(process.moduleLoadList.includes('NativeModule internal/deps/undici/undici'))`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', asks], { encoding: 'utf8' }).trim();
}

test('asking whether a message is a form loads no HTTP client', () => {
  const file = JSON.stringify(join(import.meta.dirname, 'no-forms.ts'));
  expect(loadsClient(`const { doWithoutForms } = await import(${file}); doWithoutForms()`)).toBe('false');
  // Without it, Node does.
  expect(loadsClient('0')).toBe('true');
});
