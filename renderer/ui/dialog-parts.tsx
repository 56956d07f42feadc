import type { ReactNode } from 'react';
import { MiddleCut } from './middle-cut.tsx';
import styles from './ui.module.css';

/** The padded middle of a dialog. */
export function DialogBody({ children }: { readonly children: ReactNode }) {
  return <div className={styles['dialogBody']}>{children}</div>;
}

/** A registry, and a repository where there is one, as a dialog or a page is about it. */
export const subjectOf = (registry: string, repository: string | null | undefined): string =>
  repository ? `${registry} / ${repository}` : registry;

/** What a dialog is about: the registry, and the repository where it is one. Cut in its middle: the end of a long path says more than its beginning. */
export function DialogSubject({ text }: { readonly text: string }) {
  return (
    <div className="dim cut" title={text}>
      <MiddleCut text={text} />
    </div>
  );
}

type FooterProps = {
  readonly start?: ReactNode;
  /** What has to be typed before the button can be pressed: it is in view with the buttons, however long the dialog is. */
  readonly confirm?: ReactNode;
  readonly children: ReactNode;
};

/** The buttons of a dialog at the right, and the text `start` at the left. They are in view while the rest scrolls. */
export function DialogFooter({ start, confirm, children }: FooterProps) {
  return (
    <div className={styles['foot']} data-footer>
      {confirm && <div className={styles['confirm']}>{confirm}</div>}
      <div className={styles['footer']}>
        <span className={styles['start']}>{start}</span>
        {children}
      </div>
    </div>
  );
}
