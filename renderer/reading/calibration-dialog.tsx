import { useState } from 'react';
import { formatValue } from '../../shared/rules/format.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import { useDesk, useDeskSaved, useDeskTools } from './desk-context.tsx';
import { calibrate } from './desk-tools.ts';

/** Asks how long a drawn length really is, and calibrates its series by it. */
export function CalibrationDialog() {
  const desk = useDesk();
  const asked = useDeskTools((tools) => tools.calibrating);
  const length = useDeskSaved((saved) => saved.measurements.find((one) => one.measurementId === asked));
  const [text, setText] = useState('');
  const known = /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN;
  const close = (): void => {
    setText('');
    desk.stores.tools.setState({ calibrating: null });
  };
  const use = (): void => {
    if (!length || !(known > 0)) return;
    close();
    calibrate(desk, length.measurementId, known).catch((error: unknown) => desk.failed(error, 'Calibration'));
  };
  const [value] = length?.result.values ?? [];
  return (
    <Dialog
      title="Calibrate this series"
      open={asked !== null}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" disabled={!(known > 0)} onClick={use}>
            Calibrate
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          use();
        }}
      >
        <p>
          M{length?.ordinal ?? ''} measures {value ? formatValue(value) : 'nothing'} now. All measurements of this
          series will be worked out anew, and say that you calibrated it.
        </p>
        <TextField
          label="True length in mm"
          value={text}
          maxLength={10}
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
