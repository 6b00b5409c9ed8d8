import { Button } from '../../ui/index.ts';
import { useDesk, useDeskRuntime } from '../desk-context.tsx';

/** While one series is searched in another: how far it is, and how to end it. */
export function RegisterMark() {
  const desk = useDesk();
  const done = useDeskRuntime(({ registering }) => registering);
  if (done === null) return null;
  return (
    <>
      <span
        role="progressbar"
        aria-label="Registration"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * done)}
      >
        registering {Math.round(100 * done)} %
      </span>
      <Button tone="quiet" onClick={() => desk.nav.stopRegistering()}>
        Cancel
      </Button>
    </>
  );
}
