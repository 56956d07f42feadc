import type { Change, ChangeStep } from '../../../shared/contract/history.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { shellWord, withoutTrailing } from '../../../shared/text.ts';

/** One step as a command of other tools. None carries a sign-in: each tool has its own. */
export type StepCommands = { readonly curl: string; readonly crane: string; readonly regctl: string };

const line = (...words: readonly string[]): string => words.map(shellWord).join(' ');

/** A blob that is mounted from another repository or sent whole. crane has no command for a single blob. */
function blobCommands(base: string, name: string, repository: string, { reference, mount }: ChangeStep): StepCommands {
  const uploads = `${base}/v2/${repository}/blobs/uploads/`;
  const file = `${reference.replace(':', '-')}.blob`;
  if (mount !== undefined) {
    const from = `${name.slice(0, name.length - repository.length)}${mount}`;
    return {
      curl: line('curl', '-X', 'POST', `${uploads}?mount=${reference}&from=${mount}`),
      crane: '',
      regctl: line('regctl', 'blob', 'copy', from, name, reference),
    };
  }
  const type = 'Content-Type: application/octet-stream';
  return {
    curl: line('curl', '-X', 'POST', '-H', type, '--data-binary', `@${file}`, `${uploads}?digest=${reference}`),
    crane: '',
    regctl: `${line('regctl', 'blob', 'put', name)} < ${shellWord(file)}`,
  };
}

/** The same step as a `curl`, `crane` and `regctl` command. Pure. */
export function commandsOf({ connection, repository }: Change, step: ChangeStep): StepCommands {
  const base = withoutTrailing(connection.url, '/');
  const name = `${base.replace(/^https?:\/\//, '')}/${repository}`;
  const target = `${base}/v2/${repository}/manifests/${step.reference}`;
  const byDigest = isDigest(step.reference);
  const place = `${name}${byDigest ? '@' : ':'}${step.reference}`;
  if (step.method === 'POST') return blobCommands(base, name, repository, step);
  if (step.method === 'DELETE')
    return {
      curl: line('curl', '-X', 'DELETE', target),
      crane: line('crane', 'delete', place),
      regctl: byDigest ? line('regctl', 'manifest', 'delete', place) : line('regctl', 'tag', 'delete', place),
    };
  const digest = step.digest ?? step.reference;
  const file = `${digest.replace(':', '-')}.json`;
  const put = line('curl', '-X', 'PUT', '-H', `Content-Type: ${step.mediaType ?? ''}`, '--data-binary', `@${file}`, target);
  const regctlPut = `${line('regctl', 'manifest', 'put', '--content-type', step.mediaType ?? '', place)} < ${shellWord(file)}`;
  return {
    curl: put,
    crane: byDigest ? '' : line('crane', 'tag', `${name}@${digest}`, step.reference),
    regctl: byDigest ? regctlPut : line('regctl', 'image', 'copy', `${name}@${digest}`, place),
  };
}
