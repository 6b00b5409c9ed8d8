import { useCallback, useEffect, useState } from 'react';
import type { ShownMonitors } from '../../../shared/contract/windows.ts';
import { MonitorUse } from '../../../shared/model/desk-window.ts';
import { Button, Dialog, SelectField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import styles from './monitors-dialog.module.css';
import { PLACE_WORDS } from './place-words.ts';

const USES = MonitorUse.options.map((value) => ({ value, words: capital(PLACE_WORDS[value]) }));

/** What each monitor is for. Windows come, go and move by it at once; kept for this set of monitors. */
export function MonitorsDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Monitors"
      width="wide"
      open={open}
      onClose={onClose}
      actions={
        <Button data-autofocus onClick={onClose}>
          Close monitors
        </Button>
      }
    >
      {open ? <Monitors /> : null}
    </Dialog>
  );
}

function Monitors() {
  const { link } = useServices();
  const [failure, setFailure] = useState<unknown>(null);
  const [shown, setShown] = useState<ShownMonitors | null>(null);
  const take = useCallback((answer: Promise<ShownMonitors>): void => {
    setFailure(null);
    answer.then(setShown, setFailure);
  }, []);
  useEffect(() => {
    const look = (): void => take(link.call('windows.monitors', {}));
    look();
    return link.on('windows.changed', look);
  }, [link, take]);
  return (
    <div className={styles['page']}>
      <p className={styles['note']}>
        From left to right. A monitor for pictures gets a window of its own that shows the case on the desk. When it is
        unplugged, its window comes to another monitor with what it shows, and goes back when it is there again.
      </p>
      <ol className={styles['list']} aria-label="Monitors, from left to right">
        {(shown?.monitors ?? []).map((monitor) => (
          <li key={monitor.key} className={styles['monitor']}>
            <span className={styles['number']} aria-hidden="true">
              {monitor.number}
            </span>
            <SelectField
              label={`Monitor ${monitor.number}: ${monitor.name}, ${monitor.portrait ? 'portrait' : 'landscape'}, ${monitor.scale} %`}
              value={monitor.use}
              options={USES}
              onChange={(use) => take(link.call('windows.use', { key: monitor.key, use }))}
            />
          </li>
        ))}
      </ol>
      {failure === null ? null : <p role="alert">{errorWords(failure).title}</p>}
      <div className={styles['acts']}>
        <Button onClick={() => void link.call('windows.identify', {}).catch(setFailure)}>
          Show the numbers on the monitors
        </Button>
        <Button onClick={() => take(link.call('windows.open', {}))}>Open windows that were closed</Button>
      </div>
    </div>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
