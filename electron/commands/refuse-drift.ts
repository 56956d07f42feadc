import { assertNever } from '../../shared/assert-never.ts';
import type { Drift, DriftValue } from '../../shared/plan-drift.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { counted } from './output.ts';

function subjectText({ at, what, other = '' }: Drift): string {
  switch (what) {
    case 'tag':
    case 'image':
      return at;
    case 'untagged':
      return `${at} without a tag`;
    case 'way':
      return `${at}: how single tags are deleted`;
    case 'complete':
      return `${at}: everything could be read`;
    case 'protected':
      return `${at} is protected`;
    case 'index':
      return `${at} in the index ${other}`;
    case 'list':
      return `${at} in the list ${other}`;
    case 'attachment':
      return `${at} with ${other}`;
    case 'obstacle':
      return `${at} cannot be deleted: ${other}`;
    case 'referrer':
      return `${at} of ${other}`;
    case 'kept':
      return `${at}: what keeps it`;
    case 'plan':
      return 'the plan';
    default:
      return assertNever(what);
  }
}

const STATES: Readonly<Record<DriftValue['state'], string>> = {
  yes: 'yes',
  no: 'no',
  found: 'found',
  'not-found': 'not found',
  deleted: 'deleted',
  kept: 'kept',
  'tag-delete': 'by the registry',
  placeholder: 'with an empty image in their place',
  'points-to': 'points to',
  free: 'no such tag',
  'by-tag': 'another tag',
  'by-index': 'an index',
  'by-nothing': 'nothing',
  unknown: 'unknown',
};

const valueText = (value: DriftValue | undefined): string =>
  value === undefined ? 'nothing' : [STATES[value.state], value.digest ?? '', ...(value.names ?? [])].filter(Boolean).join(' ');

/** Lists what is no longer as a plan expects it. @throws Refusal. */
export async function refuseDrift({ output }: Context, drift: readonly Drift[]): Promise<never> {
  if (output.isJson) await output.json({ drift });
  else
    for (const one of drift)
      await output.line(`${subjectText(one)}\n  expected  ${valueText(one.expected)}\n  now       ${valueText(one.now)}`);
  throw new Refusal('refused', `The registry is not as the plan expects it: ${counted(drift.length, 'difference')}. Nothing was changed.`);
}
