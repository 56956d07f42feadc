import { setImmediate as turn } from 'node:timers/promises';
import type { ArtifactContents } from '../../../shared/contract/artifacts.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { verifyDigest } from '../../registry/digest.ts';
import { unpacked } from '../compression/unpack.ts';
import { artifactLimits } from '../limits.ts';
import { plainText } from '../plain-text.ts';
import { PackageReader } from './package-reader.ts';

/** Bytes that are unpacked before something else has its turn. */
const PART = 64 * 1024;

async function* inParts(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PART) {
    yield bytes.subarray(at, at + PART);
    await turn();
  }
}

/** A blob, whole; undefined where it is larger than what is read of one: no more of it is asked for then. */
async function readWhole(content: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    size += part.byteLength;
    if (size > artifactLimits.bytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function readPackage(bytes: Buffer, signal: AbortSignal): Promise<ReturnType<PackageReader['end']>> {
  const reader = new PackageReader();
  try {
    for await (const chunk of unpacked(inParts(bytes), signal)) if (!reader.push(chunk)) break;
    return reader.end(false);
  } catch {
    signal.throwIfAborted();
    return reader.end(true);
  }
}

/**
 * What is in one blob of an artifact: the files of a package, a text, or neither. @throws Failure of the registry; DIGEST_MISMATCH where the content is
 * not what was asked for.
 */
export async function readContents(
  client: RegistryClient,
  repository: string,
  digest: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<ArtifactContents> {
  const bytes = await readWhole(client.blobs.read(repository, digest, 0, signal));
  if (!bytes) return { kind: 'too-large', limit: artifactLimits.bytes };
  verifyDigest(bytes, digest);
  if (bytes.byteLength === 0) return { kind: 'text', text: '' };
  const found = await readPackage(bytes, signal);
  if (found) return { kind: 'package', ...found };
  const text = bytes.byteLength > artifactLimits.text ? undefined : plainText(bytes);
  return text === undefined ? { kind: 'binary' } : { kind: 'text', text };
}
