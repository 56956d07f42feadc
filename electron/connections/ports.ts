import type { AppDocument } from '../storage/document.ts';
import type { SecretStore } from '../storage/secrets.ts';
import type { Clients } from './clients.ts';
import type { HelperConsent } from './import/helper-consent.ts';

/** What saving and testing a connection needs of the rest of the application. */
export type ConnectionPorts = {
  readonly document: AppDocument;
  readonly secrets: SecretStore;
  readonly clients: Clients;
  /** Lets a credential helper that is not saved be asked. */
  readonly consent: HelperConsent;
};
