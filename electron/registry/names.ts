import { Failure } from '../../shared/errors.ts';
import { isDigest, isUnverifiable } from '../../shared/oci/digest.ts';
import { isRepository, isTag } from '../../shared/oci/reference.ts';

// What becomes part of a URL, and the scopes that its requests take.

export const pull = (repository: string): string[] => [`repository:${repository}:pull`];
export const push = (repository: string): string[] => [`repository:${repository}:pull,push`];

/** @throws Failure INVALID_RESPONSE for what is no repository name. */
export function checkedRepository(repository: string): string {
  if (!isRepository(repository)) throw new Failure('INVALID_RESPONSE', { where: 'repository', why: 'not-a-repository' });
  return repository;
}

/** @throws Failure UNSUPPORTED for a digest that nothing can be held against. */
export function checkVerifiable(digest: string): void {
  if (isUnverifiable(digest)) throw new Failure('UNSUPPORTED', { feature: 'digest', detail: digest });
}

/** @throws Failure INVALID_RESPONSE for what is neither a tag nor a digest, UNSUPPORTED for a digest that nothing can be held against. */
export function checkedReference(reference: string): string {
  checkVerifiable(reference);
  if (!isTag(reference) && !isDigest(reference)) throw new Failure('INVALID_RESPONSE', { where: 'reference', why: 'not-a-reference' });
  return reference;
}
