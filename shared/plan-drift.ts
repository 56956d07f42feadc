/** What a line of a plan is about. `kept`: what keeps the image that a tag leaves; `plan`: something else, of which there is no line. */
export const DRIFT_SUBJECTS = [
  'tag',
  'image',
  'untagged',
  'way',
  'complete',
  'protected',
  'index',
  'list',
  'attachment',
  'obstacle',
  'referrer',
  'kept',
  'plan',
] as const;

/** What is said of it. */
export const DRIFT_STATES = [
  'yes',
  'no',
  'found',
  'not-found',
  'deleted',
  'kept',
  'tag-delete',
  'placeholder',
  'points-to',
  'free',
  'by-tag',
  'by-index',
  'by-nothing',
  'unknown',
] as const;

export type DriftValue = {
  readonly state: (typeof DRIFT_STATES)[number];
  readonly digest?: string | undefined;
  readonly names?: readonly string[] | undefined;
};

/** What differs between a plan and the registry: what was expected and what is there; either may be missing. */
export type Drift = {
  /** The repository, or a tag or an image in it. */
  readonly at: string;
  readonly what: (typeof DRIFT_SUBJECTS)[number];
  /** The other end of a relation: an index, a list, a referrer, a subject, or why it cannot be deleted. */
  readonly other?: string | undefined;
  readonly expected?: DriftValue | undefined;
  readonly now?: DriftValue | undefined;
};

/** Something that decides. */
export type Fact = Pick<Drift, 'at' | 'what' | 'other'> & { readonly value: DriftValue };

const keyOf = ({ at, what, other = '' }: Fact): string => `${at} ${what} ${other}`;

const byKey = (facts: readonly Fact[]): ReadonlyMap<string, Fact> => new Map(facts.map((fact) => [keyOf(fact), fact]));

/** What differs between two plans of the same things, in the order of its names. `isEqual`: whether they are the same as a whole. Pure. */
export function driftOf(expected: readonly Fact[], now: readonly Fact[], isEqual: boolean): Drift[] {
  const [before, after] = [byKey(expected), byKey(now)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const drift = keys.flatMap((key): Drift[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const one = was ?? is;
    if (!one || JSON.stringify(was?.value) === JSON.stringify(is?.value)) return [];
    const { value: _, ...subject } = one;
    return [{ ...subject, ...(was ? { expected: was.value } : {}), ...(is ? { now: is.value } : {}) }];
  });
  return drift.length > 0 || isEqual ? drift : [{ at: '', what: 'plan' }];
}
