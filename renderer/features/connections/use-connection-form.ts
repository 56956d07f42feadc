import { type UseFormReturnType, useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionForm, ProbeResult } from '../../../shared/contract/connections.ts';
import type { CertificateView } from '../../../shared/errors.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { takeUserInfo } from '../../../shared/user-info.ts';
import { client } from '../../lib/client.ts';
import { failureText } from '../../lib/failure-text.ts';
import { showConnection } from '../../lib/places.ts';
import { openDialog } from '../../lib/ui-state.ts';
import type { Diagnosis } from './diagnosis/diagnosis-state.ts';
import { useDiagnosis } from './diagnosis/use-diagnosis.ts';
import { hasTypedSecret } from './form.ts';
import { keychainQuery } from './queries.ts';
import { useSaveConnection } from './use-connections.ts';

/** How the form stands with the registry that it describes. Every edit goes back to `editing`. */
export type FormState =
  | { readonly kind: 'editing' }
  /** `by`: what the person has pressed. */
  | { readonly kind: 'testing'; readonly by: 'test' | 'save' }
  | { readonly kind: 'saving' }
  /** Only plain http answers at this URL, and the person has to agree to it. */
  | { readonly kind: 'plain-http'; readonly url: string }
  | { readonly kind: 'answered'; readonly result: ProbeResult; readonly showsSteps: boolean }
  | {
      readonly kind: 'failed';
      readonly by: 'test' | 'save';
      readonly error: unknown;
      readonly showsSteps: boolean;
      /** The certificates that the person is asked to trust. */
      readonly chain?: readonly CertificateView[];
    };

/** The field that a registry asked for by refusing the test; a new one each time. */
export type AskedFor = { readonly field: 'username' | 'password' };

/** What the person can do with the form; none of these throws. */
export type FormActions = {
  readonly test: () => void;
  /** Ends a test that takes too long. */
  readonly stop: () => void;
  /** Tests, and saves what answers. */
  readonly save: () => void;
  /** Saves without a test. */
  readonly saveAnyway: () => void;
  readonly agreeToPlainHttp: (url: string) => void;
  readonly askToTrust: (chain: readonly CertificateView[]) => void;
  readonly trust: (chain: readonly CertificateView[]) => void;
  readonly trustRealm: (host: string) => void;
  readonly showSteps: () => void;
};

export type UsedConnectionForm = {
  readonly form: UseFormReturnType<ConnectionForm>;
  readonly state: FormState;
  readonly actions: FormActions;
  readonly diagnosis: Diagnosis;
  readonly asked: AskedFor | undefined;
};

/** The form of a connection with its validation. */
function useFields(initialValues: ConnectionForm, onEdit: () => void): UseFormReturnType<ConnectionForm> {
  const { t } = useTranslation();
  return useForm<ConnectionForm>({
    initialValues,
    validate: {
      address: (value) => (value.trim() === '' ? t('connectionDialog.addressMissing') : null),
      proxyUrl: (value, { proxyKind }) => (proxyKind === 'given' && value.trim() === '' ? t('connectionDialog.proxyMissing') : null),
      helper: (value, { signIn }) => (signIn === 'helper' && value.trim() === '' ? t('connectionDialog.helperMissing') : null),
    },
    onValuesChange: onEdit,
  });
}

type Form = UseFormReturnType<ConnectionForm>;
type SetState = (next: FormState) => void;

/** The field that a failed test asks for. */
function askedBy(error: unknown, { username }: ConnectionForm): AskedFor | undefined {
  const failure = readFailure(error);
  if (failure.code !== 'UNAUTHORIZED') return undefined;
  if (failure.data.reason === 'no-credentials') return { field: username === '' ? 'username' : 'password' };
  return failure.data.reason === 'rejected' ? { field: 'password' } : undefined;
}

/** Whether an address was refused before anything was sent. */
export function isNoAddress(error: unknown): boolean {
  const failure = readFailure(error);
  return failure.code === 'INVALID_RESPONSE' && failure.data.where === 'address';
}

/** The two requests that a form can make; each sets the state that it comes to. `edits` counts the edits of the form. */
function useRequests(
  saved: Connection | undefined,
  form: Form,
  edits: { readonly current: number },
  setState: SetState,
  onAsked: (asked: AskedFor, values: ConnectionForm) => void,
) {
  const { t } = useTranslation();
  const { data: keychain } = useQuery(keychainQuery);
  const testing = useRef<AbortController>(undefined);
  const { mutateAsync: saveNow } = useSaveConnection();

  const input = (values: ConnectionForm) => ({
    ...(saved ? { id: saved.id } : {}),
    // Without a keychain what is typed stays in memory; what is in the keychain is left there.
    form: { ...values, remember: values.remember && (!keychain?.obstacle || !hasTypedSecret(values)) },
  });

  /** Undefined where it failed, or the person has to agree to plain http first. */
  const test = async (values: ConnectionForm, by: 'test' | 'save' = 'test'): Promise<ProbeResult | undefined> => {
    // A pasted address may hold a name and a password: they belong in their fields.
    form.setValues(takeUserInfo(values));
    const tested = edits.current;
    const show = (next: FormState): void => {
      // What a test answers for a form that was edited meanwhile is not shown.
      if (edits.current === tested) setState(next);
    };
    const control = new AbortController();
    testing.current = control;
    setState({ kind: 'testing', by });
    try {
      const result = await client.connections.test(input(values), { signal: control.signal });
      show(result.needsConfirmation ? { kind: 'plain-http', url: result.url } : { kind: 'answered', result, showsSteps: false });
      return result.needsConfirmation ? undefined : result;
    } catch (error) {
      if (control.signal.aborted) return undefined;
      const asked = askedBy(error, values);
      if (asked && edits.current === tested) onAsked(asked, values);
      else if (edits.current !== tested) return undefined;
      // What is no address is said at its field, too, which may be far above.
      if (isNoAddress(error)) form.setFieldError('address', failureText(t, readFailure(error)).title);
      setState({ kind: 'failed', by: 'test', error, showsSteps: false });
      return undefined;
    }
  };

  const save = async (values: ConnectionForm): Promise<void> => {
    setState({ kind: 'saving' });
    try {
      const connection = await saveNow(input(values));
      openDialog(null);
      // A registry that was edited does not take the person away from what they look at.
      if (!saved) showConnection(connection.id);
    } catch (error) {
      setState({ kind: 'failed', by: 'save', error, showsSteps: false });
    }
  };

  const testAndSave = async (values: ConnectionForm): Promise<void> => {
    const result = await test(values, 'save');
    if (result) await save({ ...takeUserInfo(values), address: result.url });
  };
  const stop = (): void => {
    testing.current?.abort();
    setState({ kind: 'editing' });
  };
  return { input, test, stop, save, testAndSave, isReady: keychain !== undefined };
}

/** The form of a new or saved connection, what its test answered, and what can be done next. `testsFirst`: it begins with a test. */
export function useConnectionForm(saved: Connection | undefined, initial: ConnectionForm, testsFirst: boolean): UsedConnectionForm {
  const { diagnosis, run } = useDiagnosis();
  const [state, setState] = useState<FormState>({ kind: 'editing' });
  const edits = useRef(0);
  const [asked, setAsked] = useState<AskedFor>();
  const form = useFields(initial, () => {
    edits.current++;
    setState({ kind: 'editing' });
  });
  const { input, test, stop, save, testAndSave, isReady } = useRequests(saved, form, edits, setState, (next, { signIn }) => {
    // Without a sign-in there is no field to put the cursor into.
    if (signIn === 'none') form.setFieldValue('signIn', 'password');
    setAsked(next);
  });

  // One that was opened because it fails says again how.
  const began = useRef(!testsFirst);
  useEffect(() => {
    if (began.current || !isReady) return;
    began.current = true;
    void test(form.values);
  });

  /** Changes the form as the person agreed to. */
  const changed = (change: Partial<ConnectionForm>): ConnectionForm => {
    const values = { ...form.values, ...change };
    form.setValues(values);
    return values;
  };
  const actions: FormActions = {
    test: () => !form.validate().hasErrors && void test(form.values),
    stop,
    save: form.onSubmit((values) => void testAndSave(values)),
    saveAnyway: () => void save(form.values),
    agreeToPlainHttp: (url) => void testAndSave(changed({ address: url, plainHttpConfirmed: true })),
    askToTrust: (chain) => setState((before) => (before.kind === 'failed' ? { ...before, chain } : before)),
    trust: (chain) => void test(changed({ fingerprint: chain[0]?.fingerprint ?? '' })),
    trustRealm: (host) => void test(changed({ trustedRealms: [...form.values.trustedRealms, host] })),
    showSteps: () => {
      setState((before) => ('showsSteps' in before ? { ...before, showsSteps: true } : before));
      run({ ...input(form.values), deletes: false });
    },
  };
  return { form, state, actions, diagnosis, asked };
}
