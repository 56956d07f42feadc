import type { AppDocument } from '../storage/document.ts';
import type { SecretStore } from '../storage/secrets.ts';
import type { Clients } from './clients.ts';
import type { HelperConsent } from './import/helper-consent.ts';

/** What reading and testing a connection needs of the rest of the application. */
export type ConnectionPorts = {
  readonly document: AppDocument;
  readonly secrets: SecretStore;
  readonly clients: Clients;
  /** Lets a credential helper that is not saved be asked. */
  readonly consent: HelperConsent;
};

/** What follows a change of a saved connection. */
export type SavePorts = ConnectionPorts & {
  /** What is known of the deletes of a registry. */
  readonly probe: { forget(connectionId: string): void };
  /** Runs that may still use the client of a connection. */
  readonly runs: { idle(): Promise<void> };
};

/** What was read of a registry and is kept on disk. */
type Kept = { forget(connectionId: string): Promise<void> };

export type RemovePorts = SavePorts & { readonly cache: Kept; readonly summaries: Kept };
