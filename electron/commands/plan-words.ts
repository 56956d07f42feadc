import { isReferrerList } from '../../shared/deletion.ts';
import { registryBase } from '../../shared/oci/reference.ts';
import type { PlanFile } from '../../shared/plan-file.ts';
import { bytesText, counted } from './output.ts';

type Counts = {
  readonly registry: string;
  readonly repositories: number;
  readonly tags: number;
  readonly images: number;
  readonly referrers: number;
  readonly notDeleted: number;
  readonly bytesFreed: number;
};

/** What a plan does, in figures, and in lines for a person to read: every tag that goes, and those of the same images that stay. */
export function summaryOf(file: PlanFile): { readonly counts: Counts; readonly lines: readonly string[] } {
  const all = file.repositories.flatMap(({ images }) => images);
  const going = all.filter(({ obstacles }) => obstacles.length === 0);
  const tags = going.flatMap((image) => image.tags);
  const images = going.filter(({ how }) => how === 'image').length;
  const referrers = file.repositories.reduce((sum, part) => sum + part.referrers.filter((one) => !isReferrerList(one)).length, 0);
  const counts = {
    registry: registryBase(file.registry),
    repositories: file.repositories.length,
    tags: tags.length,
    images,
    referrers,
    notDeleted: all.length - going.length,
    bytesFreed: file.bytesFreed,
  };
  const lines = file.repositories.flatMap((part) => partLines(counts.registry, part));
  const more = referrers > 0 ? `, with ${counted(referrers, 'signature or attachment', 'signatures and attachments')}` : '';
  const total = `${counted(tags.length, 'tag')} of ${counted(file.repositories.length, 'repository', 'repositories')}, ${counted(images, 'image')} as a whole${more}.`;
  return { counts, lines: [...lines, `${total} Frees up to ${bytesText(file.bytesFreed)} after garbage collection.`] };
}

function partLines(registry: string, { repository, images, complete }: PlanFile['repositories'][number]): string[] {
  const lines = images.flatMap(({ digest, how, tags, others, obstacles, indexes }) => {
    if (obstacles.length > 0) return [`  keep    ${tags.join(' ')}  (cannot be deleted: ${obstacles.join(', ')})`];
    const image = how === 'image' ? 'with its image' : indexes.length > 0 ? 'its image is kept in an index' : 'its image is kept';
    const kept = others.length > 0 ? [`  keep    ${others.join(' ')}  ${digest}`] : [];
    return [`  delete  ${tags[0] === digest ? 'without a tag' : tags.join(' ')}  ${digest}  (${image})`, ...kept];
  });
  const partly = complete ? [] : ['  Not everything could be read: other tags may use these images.'];
  return [`${registry}/${repository}`, ...lines, ...partly];
}
