import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConnectionForm } from '../../../shared/contract/connections.ts';
import type { DiagnosisStep, StepName } from '../../../shared/contract/diagnosis.ts';
import { client } from '../../lib/client.ts';

/** What is examined: a saved registry, or one as it stands in the form. */
export type Examination = {
  readonly id?: string;
  readonly form?: ConnectionForm;
  readonly repository?: string;
  readonly deletes: boolean;
};

export type Diagnosis = {
  readonly steps: readonly DiagnosisStep[];
  readonly running: StepName | undefined;
  readonly healthy: boolean | undefined;
  readonly error: unknown;
};

const nothing: Diagnosis = { steps: [], running: undefined, healthy: undefined, error: undefined };

/** Runs a diagnosis. Not a query: a form holds a password, and no key of a cache may. */
export function useDiagnosis(): Diagnosis & { readonly run: (examination: Examination) => void; readonly stop: () => void } {
  const [diagnosis, setDiagnosis] = useState<Diagnosis>(nothing);
  const current = useRef<AbortController>(undefined);
  const stop = useCallback(() => {
    current.current?.abort();
    setDiagnosis((before) => ({ ...before, running: undefined }));
  }, []);
  const run = useCallback((examination: Examination) => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    setDiagnosis({ ...nothing, running: 'address' });
    const read = async (): Promise<void> => {
      for await (const event of await client.diagnosis.run(examination, { signal: abort.signal })) {
        if (abort.signal.aborted) return;
        setDiagnosis((before) => {
          switch (event.kind) {
            case 'begin':
              return { ...before, running: event.name };
            case 'step':
              return { ...before, steps: [...before.steps, event.step] };
            case 'end':
              return { ...before, running: undefined, healthy: event.healthy };
          }
        });
      }
    };
    read().catch((error: unknown) => {
      if (!abort.signal.aborted) setDiagnosis((before) => ({ ...before, running: undefined, error }));
    });
  }, []);
  useEffect(() => () => current.current?.abort(), []);
  return { ...diagnosis, run, stop };
}
