import type { SignatureFacts } from '../../../../../shared/linked/document.ts';
import { fieldsOf, optional, textOf } from '../json-values.ts';
import type { Annotations } from './signed.ts';

type When = Pick<SignatureFacts, 'signed' | 'logIndex'>;

/** Seconds since 1970, as a text or a number, that a transparency log names; 0 where it names none. */
export function logTime(seconds: unknown, index: unknown): When {
  const time = Number(textOf(seconds));
  const at = time > 0 && time < 1e11 ? new Date(time * 1000).toISOString() : undefined;
  return { ...optional('signed', at === undefined ? undefined : { at, by: 'log' as const }), ...optional('logIndex', textOf(index)) };
}

/** When something was signed by the log entry that cosign v2 keeps in an annotation (sigstore/cosign specs/SIGNATURE_SPEC.md). Nobody checked it. */
export function signedWhen(annotations: Annotations): When {
  try {
    const { Payload } = fieldsOf(JSON.parse(annotations.get('dev.sigstore.cosign/bundle') ?? 'null'));
    const { integratedTime, logIndex } = fieldsOf(Payload);
    return logTime(integratedTime, logIndex);
  } catch {
    return {};
  }
}
