import { type KeyboardEvent, useState } from 'react';
import { type Suggestion, suggested, suggestions, type Vocabulary } from '../../lib/query/suggest.ts';

/** What the list below a query field offers, and what keys do with it. No option is chosen until an arrow key goes to it. */
export function useSuggestions(draft: string, vocabulary: Vocabulary, setDraft: (draft: string) => void) {
  const [isFocused, setFocused] = useState(false);
  /** The text for which the list was closed, or opened without one. */
  const [closedFor, setClosedFor] = useState<string>();
  const [askedFor, setAskedFor] = useState<string>();
  const [chosen, setChosen] = useState({ draft, at: -1 });
  const offered = isFocused && closedFor !== draft ? suggestions(draft, vocabulary, askedFor === draft) : [];
  const isOpen = offered.length > 0;
  const at = isOpen && chosen.draft === draft ? Math.min(chosen.at, offered.length - 1) : -1;
  const choose = (suggestion: Suggestion): void => setDraft(suggested(draft, suggestion));
  const go = (index: number): void => setChosen({ draft, at: (index + offered.length) % offered.length });
  const close = (): void => setClosedFor(draft);

  /** Whether the key was the list's. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const option = offered[at];
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at <= 0 ? -1 : at - 1);
    else if (event.key === 'Escape') close();
    else if (option && (event.key === 'Enter' || event.key === 'Tab')) choose(option);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    offered,
    isOpen,
    at,
    choose,
    onKey,
    /** Opens the list without anything typed for it, or closes it. */
    ask: (): void => {
      if (isOpen) return close();
      setClosedFor(undefined);
      setAskedFor(draft);
    },
    onFocus: (): void => setFocused(true),
    onBlur: (): void => {
      setFocused(false);
      setAskedFor(undefined);
      setClosedFor(undefined);
    },
  };
}
