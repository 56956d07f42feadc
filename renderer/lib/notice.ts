import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** Takes away what was said before: a dialog is not to be covered, and what was undone is no longer true. */
export function clearNotices(): void {
  notifications.clean();
}

/** A notice of something that was done: said in the `status` region, and gone by itself after a while. */
export function notice(title: string, message?: ReactNode): void {
  notifications.show({ title, message, role: 'status', autoClose: 10_000 });
}
