import { create } from 'zustand';
import { type Intent, ruleSetOf, type WeighedSet, weighed } from '../../../shared/clean-up.ts';
import type { RuleSet } from '../../../shared/contract/clean-up.ts';
import type { Action } from './clean-up-rows.ts';
import type { CleanUpQuestion } from './queries.ts';

/** What a person has said in a clean-up, for as long as the window is open: leaving the page and coming back changes nothing. */
export type Draft = {
  readonly intent: Intent;
  readonly ruleSet: RuleSet;
  /** Repositories that begin with this; null for the one repository. */
  readonly prefix: string | null;
  /** The dry run that was asked for; undefined where the rules were changed since. */
  readonly asked: CleanUpQuestion | undefined;
  /** Rows that the person decided otherwise, by their keys. */
  readonly edits: ReadonlyMap<string, Action>;
  /** The rules are shown in full. */
  readonly isEditing: boolean;
};

const NO_EDITS: Draft['edits'] = new Map();

const firstDraft = (repository: string | undefined): Draft => ({
  intent: 'builds',
  ruleSet: ruleSetOf('builds'),
  prefix: repository === undefined ? '' : null,
  asked: undefined,
  edits: NO_EDITS,
  isEditing: false,
});

const useDrafts = create<{ readonly byPlace: Readonly<Record<string, Draft>> }>(() => ({ byPlace: {} }));

/** A draft and how it is changed. */
export type DraftActions = Draft & {
  /** Starts again from the rules of an intent. */
  readonly choose: (intent: Intent) => void;
  /** The same dry run by another set of rules. */
  readonly askBy: (set: WeighedSet) => void;
  /** Changes the rules, where they are shown in full; or a number of them that stands alone. */
  readonly setRules: (ruleSet: RuleSet, isEditing?: boolean) => void;
  readonly setPrefix: (prefix: string | null) => void;
  readonly setEditing: (isEditing: boolean) => void;
  readonly ask: (question: Omit<CleanUpQuestion, 'at'>) => void;
  readonly reset: () => void;
  readonly decide: (edits: ReadonlyMap<string, Action>) => void;
};

/** The clean-up of a repository, or of a registry, and how it is changed. A dry run does not outlast a change of its rules. */
export function useDraft(connectionId: string, repository: string | undefined): DraftActions {
  const place = `${connectionId} ${repository ?? ''}`;
  const known = useDrafts(({ byPlace }) => byPlace[place]);
  const draft = known ?? firstDraft(repository);
  const change = (part: Partial<Draft>): void =>
    useDrafts.setState(({ byPlace }) => ({ byPlace: { ...byPlace, [place]: { ...(byPlace[place] ?? firstDraft(repository)), ...part } } }));
  const unasked = { asked: undefined, edits: NO_EDITS };
  return {
    ...draft,
    choose: (intent) => change({ intent, ruleSet: ruleSetOf(intent), isEditing: intent === 'own', ...unasked }),
    askBy: (set) => {
      const { intent, ruleSet } = weighed(set);
      if (draft.asked) change({ intent, ruleSet, asked: { ...draft.asked, ruleSet, at: Date.now() }, edits: NO_EDITS, isEditing: false });
    },
    // What was wrong with a rule stays open while it is mended.
    setRules: (ruleSet, isEditing = true) => change({ ruleSet, isEditing, ...unasked }),
    setPrefix: (prefix) => change({ prefix, ...unasked }),
    setEditing: (isEditing) => change({ isEditing }),
    ask: (question) => change({ asked: { ...question, at: Date.now() }, edits: NO_EDITS, isEditing: false }),
    reset: () => change(unasked),
    decide: (edits) => change({ edits }),
  };
}
