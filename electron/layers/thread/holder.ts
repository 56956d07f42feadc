import type { LayerFacts } from '../../../shared/files/layer-facts.ts';
import { factsOf, type LayerTree } from '../layer-tree.ts';
import { planSave, type SavePlan } from '../save/save-plan.ts';
import { Saving } from '../save/saving.ts';
import { compareFiles } from '../tree/compare.ts';
import { type MergedImage, mergeLayers } from '../tree/merge.ts';
import { type FoundPlace, placeIn } from '../tree/place.ts';
import { entryOf, findFiles, folderOf, imageFacts, wastedOf } from '../tree/questions.ts';
import type { Answer, Question } from './messages.ts';

/** Entries of the images that are held, beside the one that was asked about last. */
const MOST_ENTRIES = 600_000;

type Held = { readonly image: MergedImage; readonly digests: readonly string[]; readonly entries: number };

/** The trees of layers, and the images that they make: the last ones that somebody asked about. */
export class Holder {
  private readonly trees = new Map<string, LayerTree>();
  private readonly images = new Map<string, Held>();
  /** What is being saved, by the names that it got. */
  readonly savings = new Map<string, Saving>();

  put(tree: LayerTree): LayerFacts {
    // An image of what was known before is put together once more.
    if (this.trees.has(tree.digest))
      for (const [name, { digests }] of this.images) if (digests.includes(tree.digest)) this.images.delete(name);
    this.trees.set(tree.digest, tree);
    return factsOf(tree);
  }

  /** A layer as the table of contents of this name lists it, where that is what is known of it. */
  listed(digest: string, toc: string | undefined): LayerTree | undefined {
    const tree = this.trees.get(digest);
    return tree?.basis === 'table-of-contents' && tree.toc === toc ? tree : undefined;
  }

  /** A layer that may be kept: one whose list rests on bytes that are what its digest says, or on a table of contents. */
  keepable(digest: string): LayerTree | undefined {
    const tree = this.trees.get(digest);
    return tree?.basis === 'unverified' ? undefined : tree;
  }

  answer(question: Exclude<Question, { kind: 'put' | 'toc' | 'pack' }>): Answer {
    switch (question.kind) {
      case 'held':
        return question.layers.flatMap(({ digest, toc }) => {
          const tree = this.trees.get(digest);
          return tree && (tree.toc === undefined || tree.toc === toc) ? [factsOf(tree)] : [];
        });
      case 'drop':
        return this.drop();
      case 'merge': {
        const held = this.images.get(question.image) ?? this.merge(question.digests);
        if (!held) return undefined;
        this.use(question.image, held);
        return imageFacts(held.image);
      }
      case 'folder':
        return this.of(question.image, (image) => folderOf(image, question.layer, question.path, question.withDeleted));
      case 'entry':
        return this.of(question.image, (image) => entryOf(image, question.layer, question.path));
      case 'find':
        return this.of(question.image, (image) => findFiles(image, question));
      case 'place':
        return this.place(question);
      case 'save':
        return this.save(question);
      case 'wasted':
        return this.of(question.image, wastedOf);
      case 'compare':
        return this.of(question.image, (image) => this.of(question.other, (other) => compareFiles(image, other)));
    }
  }

  private place(question: Extract<Question, { kind: 'place' }>): FoundPlace | undefined {
    const held = this.images.get(question.image);
    if (!held) return undefined;
    this.use(question.image, held);
    return placeIn(
      held.image,
      held.digests.map((digest) => this.trees.get(digest)),
      question,
    );
  }

  private save(question: Extract<Question, { kind: 'save' }>): SavePlan['facts'] | undefined {
    const held = this.images.get(question.image);
    const trees = held?.digests.flatMap((digest) => this.trees.get(digest) ?? []);
    if (!held || trees?.length !== held.digests.length) return undefined;
    this.use(question.image, held);
    const plan = planSave(held.image, trees, question);
    if (plan && question.keep !== undefined) this.savings.set(question.keep, new Saving(plan));
    return plan?.facts;
  }

  private of<T>(name: string, work: (image: MergedImage) => T): T | undefined {
    const held = this.images.get(name);
    if (!held) return undefined;
    this.use(name, held);
    return work(held.image);
  }

  private merge(digests: readonly string[]): Held | undefined {
    const trees = digests.flatMap((digest) => this.trees.get(digest) ?? []);
    if (trees.length < digests.length) return undefined;
    return { image: mergeLayers(trees), digests, entries: trees.reduce((sum, { entries }) => sum + entries.length, 0) };
  }

  /** Moves an image to the end, and forgets from the other end what is too much. */
  private use(name: string, held: Held): void {
    this.images.delete(name);
    let left = MOST_ENTRIES - held.entries;
    for (const [other, { entries }] of [...this.images].reverse()) {
      left -= entries;
      if (left < 0) this.images.delete(other);
    }
    this.images.set(name, held);
  }

  private drop(): undefined {
    const needed = new Set([...this.images.values()].flatMap(({ digests }) => digests));
    for (const digest of this.trees.keys()) if (!needed.has(digest)) this.trees.delete(digest);
  }
}
