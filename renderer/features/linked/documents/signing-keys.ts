import { create } from 'zustand';

/** The keys and certificates that a person trusts for the signatures of each registry, as PEM, until the window is closed. They are public. */
const useKeys = create<{ readonly byConnection: Readonly<Record<string, string>> }>(() => ({ byConnection: {} }));

/** What is trusted for a registry; undefined where nothing is. */
export const useSigningKey = (connectionId: string): string | undefined => useKeys(({ byConnection }) => byConnection[connectionId]);

export const trustKey = (connectionId: string, pem: string): void =>
  useKeys.setState(({ byConnection }) => ({ byConnection: { ...byConnection, [connectionId]: pem } }));

/** Trusts nothing for a registry any more. */
export const forgetKey = (connectionId: string): void =>
  useKeys.setState(({ byConnection: { [connectionId]: _, ...others } }) => ({ byConnection: others }));
