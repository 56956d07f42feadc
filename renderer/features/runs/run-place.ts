import { assertNever } from '../../../shared/assert-never.ts';
import type { Run } from '../../../shared/contract/runs.ts';
import type { Place } from '../../../shared/place.ts';

type Named = { readonly connectionId: string; readonly repository: string; readonly tag: string };

const imageAt = ({ connectionId, repository, tag }: Named): Place => ({
  connectionId,
  repository,
  ...(tag === '' ? {} : { reference: { tag } }),
});

const repositoryAt = ({ connectionId, repository }: { readonly connectionId: string; readonly repository: string | null }): Place => ({
  connectionId,
  ...(repository === null ? {} : { repository }),
});

/** Where a run has put an image, or what it was or is about: the place that its link leads to. What it may have deleted is no such place. Pure. */
export function runPlace({ about, state }: Pick<Run, 'about' | 'state'>): Place {
  switch (about.kind) {
    case 'copy': {
      const at = state === 'done' ? about.to : about.from;
      return about.images.length > 1 ? repositoryAt(at) : imageAt(at);
    }
    case 'load':
      return state === 'done' ? imageAt(about.to) : repositoryAt(about.to);
    case 'save':
      return about.tags.length > 1 ? repositoryAt(about.from) : imageAt(about.from);
    case 'save-content':
      return imageAt(about.from);
    case 'retag':
    case 'undo':
      return repositoryAt(about.at);
    case 'delete':
    case 'clean-up':
    case 'check':
      return repositoryAt(about);
    case 'scan':
      return { connectionId: about.connectionId };
    default:
      return assertNever(about);
  }
}
