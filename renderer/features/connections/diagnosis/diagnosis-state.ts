import type { DiagnosisEvent, DiagnosisStep, StepName } from '../../../../shared/contract/diagnosis.ts';

/** How a diagnosis stands; `steps` are those that have ended. */
export type Diagnosis =
  | { readonly kind: 'idle'; readonly steps: readonly DiagnosisStep[] }
  | { readonly kind: 'running'; readonly steps: readonly DiagnosisStep[]; readonly step: StepName }
  | { readonly kind: 'stopped'; readonly steps: readonly DiagnosisStep[] }
  | { readonly kind: 'ended'; readonly steps: readonly DiagnosisStep[]; readonly healthy: boolean }
  | { readonly kind: 'failed'; readonly steps: readonly DiagnosisStep[]; readonly error: unknown };

export const idle: Diagnosis = { kind: 'idle', steps: [] };

/** The diagnosis after an event of it. */
export function after(diagnosis: Diagnosis, event: DiagnosisEvent): Diagnosis {
  const { steps } = diagnosis;
  switch (event.kind) {
    case 'begin':
      return { kind: 'running', steps, step: event.name };
    case 'step':
      return { ...diagnosis, steps: [...steps, event.step] };
    case 'end':
      return { kind: 'ended', steps, healthy: event.healthy };
  }
}
