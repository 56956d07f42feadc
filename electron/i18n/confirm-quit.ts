import type { Language } from '../../shared/languages.ts';

/** The words of the question that is asked before Longshore is quit while something runs. */
type Words = {
  readonly message: string;
  /** `titles`: what runs, a line each. */
  readonly detail: (titles: readonly string[], more: number) => string;
  readonly continues: string;
  readonly wait: string;
  readonly next: string;
  readonly stop: string;
  readonly cancel: string;
};

/** By language: one that is missing does not compile. */
export const confirmQuitWords: Readonly<Record<Language, Words>> = {
  en: {
    message: 'Quit Longshore while work is running?',
    detail: (titles, more) => [...titles, ...(more > 0 ? [`and ${more} more`] : []), '', 'What is done so far is kept.'].join('\n'),
    continues: 'Copies and scans can continue at the next start. Other work is stopped safely.',
    wait: 'Quit when done',
    next: 'Continue next time',
    stop: 'Stop and quit',
    cancel: 'Cancel',
  },
  'zh-CN': {
    message: '仍有任务正在运行，要退出 Longshore 吗？',
    detail: (titles, more) => [...titles, ...(more > 0 ? [`以及另外 ${more} 个`] : []), '', '已完成的部分会保留。'].join('\n'),
    continues: '复制和扫描可以在下次启动时继续。其他任务会安全停止。',
    wait: '完成后退出',
    next: '下次继续',
    stop: '停止并退出',
    cancel: '取消',
  },
};
