import { QueryClient } from '@tanstack/react-query';

/** The registry client retries what may be retried; a second round here would only make a failure slower. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: 30_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});
