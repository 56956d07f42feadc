import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** Removes all notices: they would cover a dialog, and may no longer be true. */
export function clearNotices(): void {
  notifications.clean();
}

/** Shows a notice in the `status` region. It disappears by itself. */
export function notice(title: string, message?: ReactNode): void {
  notifications.show({ title, message, role: 'status', autoClose: 10_000 });
}
