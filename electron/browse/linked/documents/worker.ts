import { parentPort, workerData } from 'node:worker_threads';
import type { Verification } from '../../../../shared/linked/document.ts';
import type { DocumentAnswer, DocumentTask, SentLayer } from './messages.ts';
import { readDocument } from './read-document.ts';
import { readLayer } from './read-layer.ts';
import type { LayerBytes, Signed } from './signatures/signed.ts';
import { verifySignature } from './signatures/verify.ts';

// A thread for one document: 32 MiB of JSON take longer than the window can wait, and whoever leaves ends the thread.

/** Packages of one answer. */
const BATCH = 1_000;

const layerOf = ({ bytes, annotations, ...layer }: SentLayer): LayerBytes => ({
  ...layer,
  bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  annotations: new Map(annotations),
});

/** The signature of a layer; undefined where it has none, or none that can be read. */
function signedIn(layer: LayerBytes): Signed | undefined {
  try {
    const read = readLayer(layer);
    return read.kind === 'signed' ? read.signed : undefined;
  } catch {
    return undefined;
  }
}

function* answersTo(task: DocumentTask): Generator<DocumentAnswer> {
  const layer = layerOf(task.layer);
  if (task.kind === 'read') {
    const { document, packages } = readDocument(layer);
    yield { kind: 'document', document };
    for (let at = 0; at < packages.length; at += BATCH) yield { kind: 'packages', packages: packages.slice(at, at + BATCH) };
    return;
  }
  const { pem, subject, artifact } = task;
  const signed = signedIn(layer);
  const verification: Verification = signed
    ? verifySignature(signed, pem, { subject, artifact: artifact && Buffer.from(artifact) })
    : { kind: 'refused', why: 'not-supported' };
  yield { kind: 'verification', verification };
}

const answers = answersTo(workerData as DocumentTask);
parentPort?.on('message', () => {
  const { done, value } = answers.next();
  parentPort?.postMessage((done ? { kind: 'end' } : value) satisfies DocumentAnswer);
});
