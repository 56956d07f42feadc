import type { Context } from './context.ts';
import { exitOf, Refusal } from './exit-codes.ts';
import { failureWords } from './words.ts';

const RESULTS = { ok: 'ok', notice: 'note', failed: 'FAILED', skipped: 'skipped' } as const;

/** `diagnose REGISTRY`: checks the connection step by step. It deletes nothing, not even to try. */
export async function diagnose(context: Context): Promise<void> {
  const { given, output, client, signal } = context;
  const { connection, repository } = await context.place(given.operands[0] ?? '');
  const asked = { id: connection.id, deletes: false, ...(repository === undefined ? {} : { repository }) };
  let failure: { readonly code: string; readonly data: unknown } | undefined;
  let isHealthy = false;
  for await (const event of await client.diagnosis.run(asked, { signal })) {
    if (event.kind === 'end') isHealthy = event.healthy;
    if (event.kind !== 'step') continue;
    const { name, result, note, took, facts } = event.step;
    failure ??= event.step.failure;
    const words = event.step.failure && failureWords(event.step.failure);
    if (output.isJson) {
      await output.json({ ...event.step, ...(words ? { message: `${words.title}. ${words.detail}` } : {}) });
      continue;
    }
    const told = [...facts.map(({ key, value }) => `${key}: ${value}`), ...(note === undefined ? [] : [note])].join(', ');
    await output.line(`${name.padEnd(10)} ${RESULTS[result].padEnd(8)} ${`${Math.round(took)} ms`.padStart(8)}  ${told}`.trimEnd());
    if (words) await output.line(`  ${words.title}\n  ${words.detail}`);
  }
  signal.throwIfAborted();
  if (!isHealthy) throw new Refusal(failure ? exitOf(failure) : 'failed', `The connection to ${connection.name} has a problem.`);
}
