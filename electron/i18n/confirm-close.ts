import type { Language } from '../../shared/languages.ts';

/** The words of the question that is asked before the window is closed while something runs. */
type Words = {
  readonly message: string;
  readonly detail: string;
  readonly keep: string;
  readonly stop: string;
};

/** By language: one that is missing does not compile. */
export const confirmCloseWords: Readonly<Record<Language, Words>> = {
  en: {
    message: 'Stop what is running and close Longshore?',
    detail: 'Work is still running. What is done so far is kept.',
    keep: 'Keep running',
    stop: 'Stop and close',
  },
  'zh-CN': {
    message: '要停止正在运行的任务并关闭 Longshore 吗？',
    detail: '仍有任务正在运行。已完成的部分会保留。',
    keep: '继续运行',
    stop: '停止并关闭',
  },
};
