import { useState } from 'react';
import { useStore } from 'zustand';
import { fitControls } from '../../../shared/controls/fit-controls.ts';
import type { FittedControls } from '../../../shared/controls/fit-controls.ts';
import { Button } from '../../ui/index.ts';
import { parseKey } from '../commands/index.ts';
import type { ListedCommand } from '../commands/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './controls.module.css';

/** Takes keys, mouse and devices to another station and back, and gives all commands the keys of the program again. */
export function ControlsFile({
  commands,
  changed,
}: {
  readonly commands: readonly ListedCommand[];
  readonly changed: number;
}) {
  const { link, controls: book } = useServices();
  const task = useTask();
  const controls = useStore(book.view, (view) => view.controls);
  const refusal = useRefusal('controls.export');
  const [said, setSaid] = useState('');
  const [brought, setBrought] = useState<FittedControls | null>(null);
  const [isResetting, setResetting] = useState(false);
  const write = async (): Promise<void> => {
    const { token } = await link.call('app.chooseExport', { suggestedName: 'nightjar-keys.json' });
    if (token !== null) setSaid(`Written: ${(await link.call('controls.export', { token })).file}`);
  };
  const read = async (): Promise<void> => {
    const { controls: file } = await link.call('controls.bring', {});
    if (file !== null) setBrought(fitControls(file, commands, canonical));
  };
  const start = (work: () => Promise<void>): void => {
    setSaid('');
    task.start(work);
  };
  const failure = task.failure === null ? null : errorWords(task.failure);
  return (
    <div className={styles['file']}>
      <div className={styles['held']}>
        <Button disabled={changed === 0} aria-expanded={isResetting} onClick={() => setResetting(true)}>
          Reset all keys …
        </Button>
        <Button disabled={task.busy || refusal !== null} onClick={() => start(write)}>
          Export keys and mouse …
        </Button>
        <Button disabled={task.busy} onClick={() => start(read)}>
          Import keys and mouse …
        </Button>
        <span className={failure ? styles['refused'] : styles['quiet']} role={failure ? 'alert' : 'status'}>
          {failure ? `${failure.title}. ${failure.next}` : (refusal ?? said)}
        </span>
      </div>
      {isResetting ? (
        <div role="alert" className={styles['answer']}>
          <p>{`${changed} ${changed === 1 ? 'command gets' : 'commands get'} the keys of the program again.`}</p>
          <div className={styles['held']}>
            <Button autoFocus onClick={() => setResetting(false)}>
              Keep my keys
            </Button>
            <Button
              onClick={() => {
                setResetting(false);
                void book.change({ ...controls, keys: {} });
              }}
            >
              Reset all keys
            </Button>
          </div>
        </div>
      ) : null}
      {brought === null ? null : (
        <Brought
          brought={brought}
          onLeave={() => setBrought(null)}
          onUse={() => {
            setBrought(null);
            setSaid('The keys, mouse and devices of the file are yours now.');
            void book.change(brought.controls);
          }}
        />
      )}
    </div>
  );
}

/** What a file would change, before it does. */
function Brought({
  brought,
  onUse,
  onLeave,
}: {
  readonly brought: FittedControls;
  readonly onUse: () => void;
  readonly onLeave: () => void;
}) {
  const { controls, leftOut } = brought;
  return (
    <section className={styles['answer']} aria-label="Keys to import">
      <p>
        {`${Object.keys(controls.keys).length} commands with keys of their own, the mouse and ${controls.devices.length} `}
        {`${controls.devices.length === 1 ? 'device' : 'devices'}: they take the place of yours.`}
      </p>
      {leftOut.length === 0 ? null : (
        <>
          <p>{`Kept out, ${leftOut.length}:`}</p>
          <ul className={styles['leftOut']} tabIndex={0} aria-label="Kept out">
            {leftOut.map(({ what, why }) => (
              <li key={`${what} ${why}`}>
                <bdi>{what}</bdi>
                <span className={styles['quiet']}>{` · ${why}`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={styles['held']}>
        <Button autoFocus onClick={onLeave}>
          Keep mine
        </Button>
        <Button onClick={onUse}>Use the file</Button>
      </div>
    </section>
  );
}

function canonical(text: string): string | null {
  try {
    return parseKey(text);
  } catch {
    // What is no key is named to the reader.
    return null;
  }
}
