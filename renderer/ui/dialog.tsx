import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { focusAgain, lastFocus } from '../lib/last-focus.ts';
import { clearNotices } from '../lib/notice.ts';
import { ProductionBadge, type RegistryMark, RegistryStripe } from './registry-mark.tsx';
import styles from './ui.module.css';

export type DialogProps = {
  readonly title: string;
  readonly size: number;
  readonly onClose: () => void;
  /** A click beside it closes it; not where something would be lost. */
  readonly closeOnClickOutside?: boolean;
  /** An alert dialog is one that warns before something is destroyed. */
  readonly alert?: boolean;
  /** The registry that it changes: its colour and its mark are on the dialog. */
  readonly changes?: RegistryMark | undefined;
  readonly children: ReactNode;
};

/** Mantine writes role="dialog" whatever it is given. It is one constant function: a new ref would move the focus at every render. */
function becomeAlert(content: HTMLElement | null): void {
  content?.setAttribute('role', 'alertdialog');
}

/** A dialog that is open while it is mounted. It traps the focus, and returns it when it closes. */
export function Dialog({ title, size, onClose, closeOnClickOutside = true, alert = false, changes, children }: DialogProps) {
  const [before] = useState(lastFocus);
  useEffect(clearNotices, []);
  useEffect(() => () => void setTimeout(() => focusAgain(before)), [before]);
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={size}
      closeOnClickOutside={closeOnClickOutside}
      centered
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay color="#080e14" backgroundOpacity={0.45} transitionProps={{ duration: 0 }} />
      <Modal.Content {...(alert ? { ref: becomeAlert } : {})} radius={12} className={styles['content'] ?? ''}>
        {/* Within a dialog it is no banner of the page. */}
        <Modal.Header role="presentation">
          <RegistryStripe mark={changes} />
          <Modal.Title className={styles['dialogTitle'] ?? ''}>
            {title}
            <ProductionBadge mark={changes} />
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
