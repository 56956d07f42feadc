import { expect, test } from 'vitest';
import type { Change, ChangeStep } from '../../../shared/contract/history.ts';
import { commandsOf } from './commands.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const FILE = `sha256-${'a1'.repeat(32)}`;
const TYPE = 'application/vnd.oci.image.manifest.v1+json';
const change = { connection: { url: 'https://registry.example.com:5000/' }, repository: 'team/api' } as Change;
const NAME = 'registry.example.com:5000/team/api';
const BASE = 'https://registry.example.com:5000/v2/team/api';

const step = (part: Partial<ChangeStep>): ChangeStep => part as ChangeStep;

test.each([
  [
    'deleting a tag',
    step({ method: 'DELETE', reference: '1.9' }),
    {
      curl: `curl -X DELETE ${BASE}/manifests/1.9`,
      crane: `crane delete ${NAME}:1.9`,
      regctl: `regctl tag delete ${NAME}:1.9`,
    },
  ],
  [
    'deleting a manifest',
    step({ method: 'DELETE', reference: DIGEST }),
    {
      curl: `curl -X DELETE ${BASE}/manifests/${DIGEST}`,
      crane: `crane delete ${NAME}@${DIGEST}`,
      regctl: `regctl manifest delete ${NAME}@${DIGEST}`,
    },
  ],
  [
    'pointing a tag to a manifest',
    step({ method: 'PUT', reference: 'stable', digest: DIGEST, mediaType: TYPE }),
    {
      curl: `curl -X PUT -H 'Content-Type: ${TYPE}' --data-binary @${FILE}.json ${BASE}/manifests/stable`,
      crane: `crane tag ${NAME}@${DIGEST} stable`,
      regctl: `regctl image copy ${NAME}@${DIGEST} ${NAME}:stable`,
    },
  ],
  [
    'putting a manifest by its digest',
    step({ method: 'PUT', reference: DIGEST, mediaType: TYPE }),
    {
      curl: `curl -X PUT -H 'Content-Type: ${TYPE}' --data-binary @${FILE}.json ${BASE}/manifests/${DIGEST}`,
      crane: '',
      regctl: `regctl manifest put --content-type ${TYPE} ${NAME}@${DIGEST} < ${FILE}.json`,
    },
  ],
  [
    'mounting a blob',
    step({ method: 'POST', reference: DIGEST, mount: 'team/base' }),
    {
      curl: `curl -X POST '${BASE}/blobs/uploads/?mount=${DIGEST}&from=team/base'`,
      crane: '',
      regctl: `regctl blob copy registry.example.com:5000/team/base ${NAME} ${DIGEST}`,
    },
  ],
  [
    'uploading a blob',
    step({ method: 'POST', reference: DIGEST }),
    {
      curl: `curl -X POST -H 'Content-Type: application/octet-stream' --data-binary @${FILE}.blob '${BASE}/blobs/uploads/?digest=${DIGEST}'`,
      crane: '',
      regctl: `regctl blob put ${NAME} < ${FILE}.blob`,
    },
  ],
])('%s is written as commands of other tools', (_, taken, commands) => {
  expect(commandsOf(change, taken)).toEqual(commands);
});
