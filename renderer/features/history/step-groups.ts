import type { ChangeStep, StepEntry } from '../../../shared/contract/history.ts';
import { isDigest } from '../../../shared/oci/digest.ts';

/** What a step did, as it is counted: an upload is not a mount, and a tag is not an image. */
type StepKind = 'blob' | 'mount' | 'move' | 'prove' | 'replace' | 'remove-tag' | 'remove-image' | 'restore-tag' | 'restore-image' | 'child';

/** Steps of one kind with one outcome, in the order in which they were sent. */
export type StepGroup = {
  readonly key: string;
  readonly kind: StepKind;
  /** A status or the code of a failure; undefined where no answer came. */
  readonly outcome: string | undefined;
  readonly isDone: boolean;
  readonly steps: readonly ChangeStep[];
  /** ms, all together. */
  readonly took: number;
};

type Entry<K extends StepEntry['kind']> = Extract<StepEntry, { kind: K }>;

function kindOf({ why, method, mount, status, reference }: ChangeStep): StepKind {
  switch (why) {
    case 'blob':
      // A registry that does not mount answers 202 and takes an upload instead.
      return method === 'POST' && mount !== undefined && status === 201 ? 'mount' : 'blob';
    case 'remove':
      return isDigest(reference) ? 'remove-image' : 'remove-tag';
    case 'restore':
      return isDigest(reference) ? 'restore-image' : 'restore-tag';
    default:
      return why;
  }
}

/** 404 answers a delete of what is not found, which is as good as done. */
const isDone = ({ status, failure, method }: ChangeStep): boolean =>
  failure === undefined && status !== undefined && ((status >= 200 && status < 300) || (method === 'DELETE' && status === 404));

/** The steps of a change by what they did, in the order of their first. What cannot be read is kept apart. Pure. */
export function stepGroups(entries: readonly StepEntry[]): { readonly groups: StepGroup[]; readonly unread: Entry<'unread'>[] } {
  const groups = new Map<string, StepGroup & { readonly steps: ChangeStep[] }>();
  const unread: Entry<'unread'>[] = [];
  for (const entry of entries) {
    if (entry.kind === 'unread') {
      unread.push(entry);
      continue;
    }
    const { step } = entry;
    const kind = kindOf(step);
    const done = isDone(step);
    const outcome = step.failure ?? (step.status === undefined ? undefined : String(step.status));
    const key = `${kind} ${done ? 'done' : outcome}`;
    const known = groups.get(key);
    known?.steps.push(step);
    groups.set(key, {
      ...(known ?? { key, kind, outcome, isDone: done, steps: [step] }),
      took: (known?.took ?? 0) + (step.took ?? 0),
    });
  }
  return { groups: [...groups.values()], unread };
}
