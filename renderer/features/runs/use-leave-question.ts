import { useEffect } from 'react';
import { isInBrowser } from '../../lib/client.ts';

/** Has the browser ask before the page is left while something runs. The runs go on in the application, but nobody sees how they end. */
export function useLeaveQuestion(isRunning: boolean): void {
  useEffect(() => {
    if (!isInBrowser || !isRunning) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isRunning]);
}
