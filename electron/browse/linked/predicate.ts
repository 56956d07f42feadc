import { z } from 'zod';
import { parseJson } from '../../../shared/json.ts';

const envelope = z.object({ payload: z.string() });
const wrapped = z.object({
  predicateType: z.string().optional().catch(undefined),
  payload: z.string().optional().catch(undefined),
  dsseEnvelope: envelope.optional().catch(undefined),
});

/**
 * The predicate type of a statement, as it is, in a DSSE envelope or in a bundle of sigstore; undefined where the text is none of these. The
 * envelope's signatures are not checked. Pure.
 */
export function predicateOf(text: string): string | undefined {
  try {
    const { predicateType, payload, dsseEnvelope } = wrapped.parse(parseJson(text, 'referrers'));
    const inner = payload ?? dsseEnvelope?.payload;
    if (predicateType !== undefined || inner === undefined) return predicateType;
    return wrapped.parse(parseJson(Buffer.from(inner, 'base64').toString('utf8'), 'referrers')).predicateType;
  } catch {
    return undefined;
  }
}
