import { notifications } from '@mantine/notifications';

/** Copies text and says so; where the clipboard is refused, the text is shown to be copied by hand. */
export async function copyText(text: string, said: string, refused: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: said, autoClose: 2_000 });
  } catch {
    notifications.show({ title: refused, message: text, autoClose: false });
  }
}
