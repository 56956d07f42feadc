import type { WatchChange } from '../../shared/contract/watch.ts';
import type { Language } from '../../shared/languages.ts';

type Kind = WatchChange['kind'];

/** What a notification says of what was found in what is watched. */
type Words = {
  /** One tag, by its name in full. */
  readonly one: Readonly<Record<Kind, (name: string) => string>>;
  readonly inRepository: (count: number, repository: string) => string;
  readonly inMany: (count: number, repositories: number) => string;
};

/** By language: one that is missing does not compile. */
export const watchWords: Readonly<Record<Language, Words>> = {
  en: {
    one: { moved: (name) => `${name} moved`, appeared: (name) => `${name} is new`, vanished: (name) => `${name} was deleted` },
    inRepository: (count, repository) => `${count} tags changed in ${repository}`,
    inMany: (count, repositories) => `${count} tags changed in ${repositories} repositories`,
  },
  'zh-CN': {
    one: { moved: (name) => `${name} 已移动`, appeared: (name) => `${name} 为新增`, vanished: (name) => `${name} 已删除` },
    inRepository: (count, repository) => `${repository} 中有 ${count} 个标签发生变化`,
    inMany: (count, repositories) => `${repositories} 个仓库中有 ${count} 个标签发生变化`,
  },
};
