import { useStore } from 'zustand';
import { Banner, Button } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import { useServices } from '../services.tsx';

/** Over everything that is looked at in a store that lives elsewhere. */
export function MovedBanner() {
  const { access } = useServices();
  const movement = useStore(access.view, (view) => view.state?.movement ?? null);
  if (movement === null) return null;
  const what = movement.stage === 'moved' ? 'was moved to another machine' : 'is on its way to another machine';
  return (
    <Banner tone="warning" actions={<Button onClick={() => access.look(false)}>What to do</Button>}>
      <strong>{`This store ${what}.`}</strong> Since {localMinutes(movement.at)} it can be looked at only: nothing new
      is made, signed or sent here.
    </Banner>
  );
}
