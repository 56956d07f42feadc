import { Button } from '@mantine/core';
import { type ComponentType, createElement, useEffect, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { laterWords } from '../i18n/i18n.ts';
import { queryClient } from '../lib/query-client.ts';
import { useUi } from '../lib/ui-state.ts';
import { Note } from './note.tsx';
import styles from './ui.module.css';

/** What the first screen does without, in the order in which it was declared. */
const parts: (() => Promise<unknown>)[] = [];

/** ms from its first frame for the first screen to be there, in which nothing else is loaded but what a person opens. */
const HEAD_START = 1_000;
/** ms that the rest waits for what the first screen asks for: a registry may not answer. */
const LONGEST_HEAD_START = 5_000;
/** ms that a part of the page waits for the window to have nothing else to do. */
const LONGEST_WAIT = 2_000;

/** Waits for the application to be in reach: without it nothing can be loaded. */
const reached = (): Promise<void> =>
  new Promise((resolve) => {
    if (useUi.getState().link === 'open') return resolve();
    const leave = useUi.subscribe(({ link }) => {
      if (link !== 'open') return;
      leave();
      resolve();
    });
  });

const idle = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT }));

/** Events by which a person begins to use the window. */
const USES = ['keydown', 'pointerdown', 'dragover'] as const;

/** Whether something on screen waits for its first answer. */
const isAsking = (): boolean => queryClient.isFetching({ predicate: ({ state }) => state.data === undefined }) > 0;

const answered = (): Promise<void> =>
  new Promise((resolve) => {
    if (!isAsking()) return resolve();
    const leave = queryClient.getQueryCache().subscribe(() => {
      if (isAsking()) return;
      leave();
      resolve();
    });
  });

const { promise: firstScreen, resolve: endHeadStart } = Promise.withResolvers<void>();

/** Ends the head start when the first screen has what it asks for, or a person begins to use the window. */
function giveHeadStart(): void {
  // A window that is not seen has no frames.
  requestAnimationFrame(() => setTimeout(() => void answered().then(endHeadStart), HEAD_START));
  setTimeout(endHeadStart, LONGEST_HEAD_START);
  for (const use of USES) window.addEventListener(use, () => endHeadStart(), { once: true, capture: true });
}

/** Whether it is time for what shows nothing on the first screen. */
export function useAfterFirstScreen(): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => void firstScreen.then(() => setAfter(true)), []);
  return isAfter;
}

/** Loads what was declared with `later`, one part at a time while the window has nothing to do, so that nothing has to be waited for once it is opened. Called once the window is drawn. */
export async function loadTheRest(): Promise<void> {
  giveHeadStart();
  await firstScreen;
  for (const load of parts) {
    await reached();
    await idle();
    // One that is opened tries again, and says what is wrong.
    await load().catch(() => {});
  }
}

/** A part of the page could not be loaded: the application has ended, or a newer one was started in its place. */
function NotLoaded() {
  const { t } = useTranslation();
  return (
    <div className={styles['notLoaded']}>
      <Note tone="warn" role="alert">
        <strong>{t('page.notLoaded')}</strong>
        <span>{t('page.notLoadedDetail')}</span>
        <Button variant="default" onClick={() => location.reload()}>
          {t('page.reload')}
        </Button>
      </Note>
    </div>
  );
}

/**
 * A component whose code is loaded after the first screen. It shows nothing until then, and is drawn at once where its code is there: `React.lazy`
 * would draw its place holder first, and then hold the component back for up to 300 ms.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let component: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  const get = (): Promise<void> => {
    // Asked for first, so that what a component says of its looks comes after what Mantine says.
    const styles = import('./later-styles.ts');
    loading ??= Promise.all([load(), styles, laterWords()]).then(
      ([loaded]) => {
        component = loaded;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  parts.push(get);
  return function Later(props: Props) {
    const [, draw] = useReducer((times: number) => times + 1, 0);
    const [hasFailed, setFailed] = useState(false);
    // That the application is out of reach is said once, for the whole window; what could not be loaded meanwhile is loaded once it is back.
    const isInReach = useUi(({ link }) => link === 'connecting' || link === 'open');
    useEffect(() => {
      if (component || !isInReach) return;
      let isLeft = false;
      get().then(
        () => !isLeft && draw(),
        () => !isLeft && setFailed(true),
      );
      return () => {
        isLeft = true;
      };
    }, [isInReach]);
    if (component) return createElement(component, props);
    return hasFailed && isInReach ? <NotLoaded /> : null;
  };
}
