import { useState } from 'react';
import { useStore } from 'zustand';
import type { SignInLease } from '../../../shared/contract/access.ts';
import { Button } from '../../ui/index.ts';
import { errorWords, useNotices } from '../notices/index.ts';
import { StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import { providerName, useSignIn } from '../sign-in/index.ts';
import { Gate, GateActions, GateNote } from './gate.tsx';

/** The store is open, and its site wants to hear from the identity provider before anything is shown. */
export function SignInScreen({ lease }: { readonly lease: SignInLease }) {
  const { access } = useServices();
  const notices = useNotices();
  const { task, begin, stop } = useSignIn();
  const roles = useStore(access.view, (view) => view.state?.reader?.roles ?? []);
  const [removing, setRemoving] = useState(false);
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <Gate title="Sign in">
      <p>
        {lease.endsAt === null
          ? 'This is the first time that you read on this station.'
          : 'Your time without the identity provider has ended.'}{' '}
        Sign in at <bdi>{providerName(lease.issuer)}</bdi> in the browser of this computer, then come back.
      </p>
      <p role="status">
        {task.busy ? 'Waiting for your browser … It may stand behind this window.' : ''}
        {said ? `${said.title}. ${said.data} ${said.next}` : ''}
      </p>
      <GateActions>
        <Button tone="quiet" onClick={() => access.lock().catch((error: unknown) => notices.fail(error, 'Lock'))}>
          Lock
        </Button>
        {task.busy ? (
          <Button onClick={stop}>Stop the sign-in</Button>
        ) : (
          <Button tone="primary" autoFocus onClick={begin}>
            Sign in in the browser
          </Button>
        )}
      </GateActions>
      {roles.includes('administrator') ? (
        <RemoveProvider open={removing} onOpen={() => setRemoving(!removing)} />
      ) : null}
      <GateNote>Drafts and measurements are kept. Nothing of a patient is shown before you have signed in.</GateNote>
    </Gate>
  );
}

/** For a provider that lets nobody in any more. */
function RemoveProvider({ open, onOpen }: { readonly open: boolean; readonly onOpen: () => void }) {
  const { link, access } = useServices();
  return (
    <>
      <GateActions>
        <Button tone="quiet" aria-expanded={open} onClick={onOpen}>
          The provider lets nobody in
        </Button>
      </GateActions>
      {open ? (
        <StepUpForm
          action="Go on without the provider"
          tone="danger"
          ready
          onBack={onOpen}
          onSubmit={async (proof) => {
            await link.call('signIn.removeProvider', { proof });
            await access.refresh();
          }}
        >
          <p>From then on the passphrase is enough for everybody at this store. This is written to the audit trail.</p>
        </StepUpForm>
      ) : null}
    </>
  );
}
