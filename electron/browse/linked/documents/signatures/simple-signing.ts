import { parseJson } from '../../../../../shared/json.ts';
import { fieldsOf, flatTexts, optional, textOf } from '../json-values.ts';
import { cosignCertificates } from './certificate.ts';
import { isMadeBy } from './envelope.ts';
import { signedWhen } from './log-entry.ts';
import type { LayerBytes, Signed } from './signed.ts';

const MOST_NOTES = 100;

export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';

/**
 * A signature of cosign v2 (sigstore/cosign specs/SIGNATURE_SPEC.md): the layer is what is signed, its annotations have the signature.
 * @throws Failure INVALID_RESPONSE.
 */
export function readSimpleSigning({ bytes, annotations }: LayerBytes): Signed {
  const { critical, optional: notes } = fieldsOf(parseJson(bytes.toString('utf8'), 'document'));
  const { identity, image } = fieldsOf(critical);
  const signature = Buffer.from(annotations.get('dev.cosignproject.cosign/signature') ?? '', 'base64');
  return {
    facts: { format: 'cosign', ...signedWhen(annotations), notes: flatTexts(notes, MOST_NOTES) },
    chain: cosignCertificates(annotations),
    about: [
      {
        ...optional('name', textOf(fieldsOf(identity)['docker-reference'])),
        ...optional('digest', textOf(fieldsOf(image)['docker-manifest-digest'])),
      },
    ],
    isSignedBy: (key) => isMadeBy(key, bytes, signature),
  };
}
