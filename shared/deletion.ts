import type { DeletePlan, ReferrerGroup } from './contract/delete.ts';
import { isDigest, referrersTag } from './oci/digest.ts';

/** What of a plan can be deleted: its groups without an obstacle. Repositories without any are left out. */
export const deletable = (plans: readonly DeletePlan[]): DeletePlan[] =>
  plans
    .map((plan) => ({ ...plan, groups: plan.groups.filter(({ obstacles }) => obstacles.length === 0) }))
    .filter(({ groups }) => groups.length > 0);

/** Whether it is a manifest without a tag, which its digest names. */
export const isUntagged = ({ tags }: Pick<DeletePlan['groups'][number], 'tags'>): boolean => tags.every(isDigest);

/** How many of these names are digests, of manifests without a tag; nothing where there are none. */
export function untaggedIn(names: readonly string[]): { readonly untagged?: number } {
  const untagged = names.filter(isDigest).length;
  return untagged > 0 ? { untagged } : {};
}

/** The tags of a plan that are deleted. */
export const tagsOf = ({ groups }: Pick<DeletePlan, 'groups'>): string[] => groups.flatMap(({ tags }) => tags);

/**
 * The name that has to be typed before a plan is carried out: of one repository its name, of several the registry's. Undefined where one tag was
 * chosen and only that tag is deleted, unless the registry is for production.
 */
export function nameToConfirm(
  plans: readonly DeletePlan[],
  registry: { readonly name: string; readonly production: boolean },
): string | undefined {
  const parts = deletable(plans);
  const [only] = parts;
  if (!registry.production && plans[0]?.isAlone && parts.flatMap(tagsOf).length <= 1) return undefined;
  return parts.length === 1 && only ? only.repository : registry.name;
}

/** Whether a referrer is the list that a registry without the referrers API keeps, and not something that a person made. */
export const isReferrerList = ({ tags, subject }: Pick<ReferrerGroup, 'tags' | 'subject'>): boolean =>
  tags.length > 0 && tags.every((tag) => tag === referrersTag(subject));

/** Protected names as they are typed: with several repositories `repository:tag`. */
export const namesIn = (plans: readonly DeletePlan[], names: (plan: DeletePlan) => readonly string[]): string[] =>
  plans.flatMap((plan) => names(plan).map((name) => (plans.length > 1 ? `${plan.repository}:${name}` : name)));
