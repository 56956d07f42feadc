import { Notifications } from '@mantine/notifications';

/** Where notices are shown (`lib/notice.ts`). */
export const Notices = () => <Notifications position="bottom-left" limit={3} zIndex={300} />;
