import { useStore } from 'zustand';
import { Banner, Button } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { leaseWords } from './lease-words.ts';
import { useSignIn } from './use-sign-in.ts';

/** Stays while the time without the provider runs out; nothing while there is enough of it. */
export function LeaseBanner() {
  const { access } = useServices();
  const lease = useStore(access.view, (view) => view.state?.signIn ?? null);
  const { task, begin, stop } = useSignIn();
  if (lease === null || lease.warning === null) return null;
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <Banner
      tone="warning"
      actions={
        task.busy ? <Button onClick={stop}>Stop the sign-in</Button> : <Button onClick={begin}>Sign in now</Button>
      }
    >
      {leaseWords(lease.warning, lease.clockSetBack)} {said ? `${said.title}. ${said.next}` : null}
    </Banner>
  );
}
