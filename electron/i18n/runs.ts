import { assertNever } from '../../shared/assert-never.ts';
import type { RunAbout } from '../../shared/contract/runs.ts';
import type { Language } from '../../shared/languages.ts';

/** What the tray and a notification say of runs. */
type Words = {
  /** What a run does, with the names it is about. */
  readonly title: (about: RunAbout) => string;
  readonly done: string;
  readonly problems: string;
  readonly failed: string;
  readonly severalEnded: (count: number) => string;
  readonly ofWhichProblems: (count: number) => string;
  readonly running: (count: number) => string;
  readonly idle: string;
  readonly show: string;
  readonly quit: string;
  readonly background: string;
  readonly backgroundDetail: string;
};

type Deletion = Extract<RunAbout, { kind: 'delete' | 'clean-up' }>;

/** The last part of a path of either kind of system. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

const image = ({ repository, tag }: { readonly repository: string; readonly tag: string }): string =>
  tag === '' ? repository : `${repository}:${tag}`;

const where = ({ connection, repository }: Deletion): string => repository ?? connection;

const counted = (count: number, one: string, many: string): string => (count === 1 ? one : many);

function englishTitle(about: RunAbout): string {
  switch (about.kind) {
    case 'copy': {
      const { images, from, to } = about;
      return images.length > 1
        ? `Copy ${images.length} tags of ${from.repository} to ${to.connection}`
        : `Copy ${image(from)} to ${to.connection}`;
    }
    case 'save':
      return about.tags.length > 1 ? `Save ${about.tags.length} tags of ${about.from.repository}` : `Save ${image(about.from)}`;
    case 'save-content':
      return `Save ${fileName(about.path)}`;
    case 'load':
      return `Load ${fileName(about.path)} into ${about.to.connection}`;
    case 'delete':
      if (about.count < 2) return `Delete ${about.tag} in ${where(about)}`;
      return `Delete ${about.count} ${about.untagged === undefined ? 'tags' : 'tags or manifests'} in ${where(about)}`;
    case 'clean-up':
      return `Clean up ${where(about)}`;
    case 'retag':
      return about.targets.length > 1 ? `Retag ${about.targets.length} tags of ${about.at.repository}` : `Retag ${image(about.at)}`;
    case 'undo':
      return about.how === 'undo' ? `Undo the change to ${image(about.at)}` : `Resolve the change to ${image(about.at)}`;
    case 'scan':
      return `Scan ${about.connection}`;
    case 'check':
      return `Check the links of ${about.repository}`;
    default:
      return assertNever(about);
  }
}

function chineseTitle(about: RunAbout): string {
  switch (about.kind) {
    case 'copy': {
      const { images, from, to } = about;
      return images.length > 1
        ? `将 ${from.repository} 的 ${images.length} 个标签复制到 ${to.connection}`
        : `将 ${image(from)} 复制到 ${to.connection}`;
    }
    case 'save':
      return about.tags.length > 1 ? `保存 ${about.from.repository} 的 ${about.tags.length} 个标签` : `保存 ${image(about.from)}`;
    case 'save-content':
      return `保存 ${fileName(about.path)}`;
    case 'load':
      return `将 ${fileName(about.path)} 载入到 ${about.to.connection}`;
    case 'delete':
      if (about.count < 2) return `删除 ${where(about)} 中的 ${about.tag}`;
      return `删除 ${where(about)} 中的 ${about.count} 个${about.untagged === undefined ? '标签' : '标签或清单'}`;
    case 'clean-up':
      return `清理 ${where(about)}`;
    case 'retag':
      return about.targets.length > 1
        ? `为 ${about.at.repository} 的 ${about.targets.length} 个标签重新打标签`
        : `将 ${image(about.at)} 重新打标签`;
    case 'undo':
      return about.how === 'undo' ? `撤销对 ${image(about.at)} 的更改` : `处理对 ${image(about.at)} 的更改`;
    case 'scan':
      return `扫描 ${about.connection}`;
    case 'check':
      return `检查 ${about.repository} 的链接`;
    default:
      return assertNever(about);
  }
}

/** By language: one that is missing does not compile. */
export const runWords: Readonly<Record<Language, Words>> = {
  en: {
    title: englishTitle,
    done: 'Done',
    problems: 'Ended with problems',
    failed: 'Failed',
    severalEnded: (count) => `${count} tasks ended`,
    ofWhichProblems: (count) => counted(count, '1 of them with problems', `${count} of them with problems`),
    running: (count) => `${count} running`,
    idle: 'Nothing is running',
    show: 'Show Longshore',
    quit: 'Quit Longshore',
    background: 'Longshore keeps running',
    backgroundDetail: 'The window is closed; work continues. To see it, use the tray icon or start Longshore again.',
  },
  'zh-CN': {
    title: chineseTitle,
    done: '已完成',
    problems: '已结束，但有问题',
    failed: '失败',
    severalEnded: (count) => `${count} 个任务已结束`,
    ofWhichProblems: (count) => `其中 ${count} 个有问题`,
    running: (count) => `${count} 个任务正在运行`,
    idle: '没有正在运行的任务',
    show: '显示 Longshore',
    quit: '退出 Longshore',
    background: 'Longshore 继续运行',
    backgroundDetail: '窗口已关闭，任务仍在进行。要查看，请使用托盘图标或再次启动 Longshore。',
  },
};
