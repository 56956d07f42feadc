import { isInBrowser } from './client.ts';

/** Whether this page may notify: in Electron the application does it, and needs no permission of the page. */
export function notifyPermission(): NotificationPermission {
  if (!isInBrowser) return 'granted';
  return 'Notification' in window ? Notification.permission : 'denied';
}

/** Asks the person, after a click of theirs. Browsers do not ask again once it was denied. */
export async function askToNotify(): Promise<NotificationPermission> {
  return notifyPermission() === 'default' ? Notification.requestPermission() : notifyPermission();
}
