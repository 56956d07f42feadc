import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConnectionForm } from '../../../../shared/contract/connections.ts';
import { client } from '../../../lib/client.ts';
import { after, type Diagnosis, idle } from './diagnosis-state.ts';

/** What is examined: a saved registry, or one as it stands in the form. */
export type Examination = {
  readonly id?: string;
  readonly form?: ConnectionForm;
  readonly repository?: string;
  readonly deletes: boolean;
};

/** Runs a diagnosis. Not a query: a form holds a password, and no key of a cache may. */
export function useDiagnosis(): {
  readonly diagnosis: Diagnosis;
  readonly run: (examination: Examination) => void;
  readonly stop: () => void;
} {
  const [diagnosis, setDiagnosis] = useState<Diagnosis>(idle);
  const current = useRef<AbortController>(undefined);
  const stop = useCallback(() => {
    current.current?.abort();
    setDiagnosis(({ steps }) => ({ kind: 'stopped', steps }));
  }, []);
  const run = useCallback((examination: Examination) => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    setDiagnosis({ kind: 'running', steps: [], step: 'address' });
    const read = async (): Promise<void> => {
      for await (const event of await client.diagnosis.run(examination, { signal: abort.signal })) {
        if (abort.signal.aborted) return;
        setDiagnosis((before) => after(before, event));
      }
    };
    read().catch((error: unknown) => {
      if (!abort.signal.aborted) setDiagnosis(({ steps }) => ({ kind: 'failed', steps, error }));
    });
  }, []);
  useEffect(() => () => current.current?.abort(), []);
  return { diagnosis, run, stop };
}
