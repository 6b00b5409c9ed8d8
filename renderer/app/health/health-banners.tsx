import { useState } from 'react';
import { useStore } from 'zustand';
import { Banner, Button, Dialog } from '../../ui/index.ts';
import { useKeyDispatcher } from '../commands/index.ts';
import { ERROR_TEXT } from '../error-text.ts';
import type { ErrorWords } from '../error-words.ts';
import { useNotices } from '../notices/index.ts';
import { useTask } from '../use-task.ts';
import { useHealth } from './health-context.tsx';
import { ALARM_TEXT, mendedLines, RECOVERY_TEXT, storageWords } from './health-words.ts';
import type { HealthView } from './health.ts';
import styles from './health.module.css';

/** Lines that stay while something is wrong with the store itself; nothing while all is well. */
export function HealthBanners() {
  const health = useHealth();
  const view = useStore(health.view);
  return (
    <>
      {view.state === 'unknown' ? (
        <Banner tone="warning" actions={<Button onClick={() => void health.ask()}>Ask again</Button>}>
          Whether the store is in order is not known: the station did not say.
        </Banner>
      ) : null}
      {view.storage === null ? null : (
        <Banner tone="failed">
          <Said prefix="Storage: " said={storageWords(view.storage)} />
        </Banner>
      )}
      <AlarmBanner view={view} />
      <MendedBanner view={view} />
    </>
  );
}

function Said({ prefix = '', said }: { readonly prefix?: string; readonly said: ErrorWords }) {
  return (
    <>
      <strong>{`${prefix}${said.title}.`}</strong> {`${said.data} ${said.next}`}
    </>
  );
}

/** The oldest alarm; the next one comes when this one is acknowledged. */
function AlarmBanner({ view }: { readonly view: HealthView }) {
  const health = useHealth();
  const notices = useNotices();
  const dispatcher = useKeyDispatcher();
  const task = useTask();
  const [first, ...more] = view.alarms;
  if (!first) return null;
  const acknowledge = async (): Promise<void> => {
    try {
      await health.acknowledge(first.alarmId);
    } catch (error) {
      notices.fail(error, 'Acknowledge');
      return;
    }
    // The button goes with the last alarm: the keys go back to what is read.
    if (health.view.getState().alarms.length > 0) return;
    dispatcher.focusScope('worklist');
    dispatcher.focusScope('image');
  };
  return (
    <Banner
      tone="warning"
      actions={
        <Button disabled={task.busy} onClick={() => task.start(acknowledge)}>
          Acknowledge
        </Button>
      }
    >
      <Said prefix="Security alert: " said={ALARM_TEXT[first.kind]} />
      {more.length === 0 ? null : ` ${more.length} more after this.`}
    </Banner>
  );
}

function MendedBanner({ view }: { readonly view: HealthView }) {
  const [open, setOpen] = useState(false);
  const lines = mendedLines(view);
  if (lines.length === 0) return null;
  const close = (): void => setOpen(false);
  return (
    <Banner tone="warning" actions={<Button onClick={() => setOpen(true)}>What to do</Button>}>
      {lines.join(' ')}
      <Dialog
        title="State of this store"
        open={open}
        onClose={close}
        actions={
          <Button data-autofocus onClick={close}>
            Close
          </Button>
        }
      >
        <Details view={view} />
      </Dialog>
    </Banner>
  );
}

function Details({ view }: { readonly view: HealthView }) {
  const damaged = ERROR_TEXT['blob/quarantined'];
  return (
    <ul className={styles['details']}>
      {view.recovered.map((part) => (
        <li key={part}>{RECOVERY_TEXT[part].said}</li>
      ))}
      {view.quarantined === 0 ? null : (
        <li>{`${view.quarantined} in quarantine. ${damaged.title}. ${damaged.data} ${damaged.next}`}</li>
      )}
      {view.checkAgain.size === 0 ? null : (
        <li>
          {`${view.checkAgain.size} marked “▲ check again” in the list, ▲ alone where it is narrow: images or reports that arrived later may be missing. Compare each with its source, then use the command “Mark as compared with its source”.`}
        </li>
      )}
    </ul>
  );
}
