import type { ErrorCode } from '../../../shared/errors/codes.ts';
import { Button } from '../../ui/index.ts';
import { ERROR_TEXT } from '../error-text.ts';
import { useNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { Gate, GateActions, GateNote } from './gate.tsx';

/** The store cannot be opened at all: says why, what happened to the data (nothing), and what to do. */
export function TroubleScreen({ code }: { readonly code: ErrorCode }) {
  const { access, link } = useServices();
  const notices = useNotices();
  const said = ERROR_TEXT[code];
  return (
    <Gate title={said.title}>
      <p>{said.data}</p>
      <p>{said.next}</p>
      <GateNote>{`Code for support: ${code}`}</GateNote>
      <GateActions>
        <Button onClick={() => link.call('app.quit', {}).catch((error: unknown) => notices.fail(error, 'Quit'))}>
          Quit Nightjar
        </Button>
        <Button tone="primary" onClick={() => void access.refresh()}>
          Look again
        </Button>
      </GateActions>
    </Gate>
  );
}
