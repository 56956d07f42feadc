import { notifications } from '@mantine/notifications';

/** Copies text and says so. Without access to the clipboard, shows the text to be copied by hand. */
export async function copyText(text: string, said: string, refused: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: said, autoClose: 2_000 });
  } catch {
    notifications.show({ title: refused, message: text, autoClose: false });
  }
}
