import { useStore } from 'zustand';
import { Button, EmptyState } from '../../ui/index.ts';
import { ROLE_WORDS, useRefusal } from '../may.ts';
import { useNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';

/** For whoever looks after people or the machine: the store is open, and nothing of a patient is shown. */
export function NoPatientsScreen() {
  const { access, layout } = useServices();
  const notices = useNotices();
  const reader = useStore(access.view, (view) => view.state?.reader ?? null);
  const mayInEmergency = useRefusal('access.breakGlass') === null;
  const mayAudit = useRefusal('audit.search') === null;
  const roles = reader?.roles.map((role) => ROLE_WORDS[role].name.toLowerCase()).join(' and ') ?? '';
  return (
    <EmptyState
      title="No patients for this role"
      actions={
        <>
          <Button tone="primary" autoFocus onClick={() => layout.setState({ dialog: 'people' })}>
            People of this store
          </Button>
          <Button onClick={() => layout.setState({ dialog: 'check' })}>Check this station</Button>
          <Button onClick={() => layout.setState({ dialog: 'settings' })}>Settings and backup</Button>
          {mayAudit ? <Button onClick={() => layout.setState({ dialog: 'audit' })}>Audit trail</Button> : null}
          {mayInEmergency ? (
            <Button onClick={() => layout.setState({ dialog: 'emergency' })}>Emergency access …</Button>
          ) : null}
          <Button onClick={() => access.lock().catch((error: unknown) => notices.fail(error, 'Lock'))}>Lock</Button>
        </>
      }
    >
      <p>
        <bdi>{reader?.name ?? ''}</bdi> is here as {roles}. Studies and reports are shown to readers, reviewers and
        coordinators only.
      </p>
    </EmptyState>
  );
}
