import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button, FormActions } from '../../../ui/index.ts';
import { errorWords } from '../../notices/index.ts';
import { useServices } from '../../services.tsx';
import { useTask } from '../../use-task.ts';
import styles from '../controls.module.css';
import { useListedCommands } from '../listed-commands.ts';
import { isSameKind } from './device-hands.ts';
import { nameOf } from './device-name.ts';
import { DevicePart } from './device-part.tsx';

/** Of the settings: foot pedals and dictation microphones that the program listens to, and what their buttons do. */
export function DevicesSection() {
  const { hands } = useServices();
  const { allowed, heard, found } = useStore(hands.view, (view) => view);
  const commands = useListedCommands();
  const task = useTask();
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <fieldset className={styles['section']}>
      <legend>Foot pedals and microphones</legend>
      <p className={styles['quiet']}>
        {allowed.length === 0
          ? 'The program listens to no device. It can listen to one that you choose, while the store is open; to no other.'
          : 'The program listens to these while the store is open, and to no other device.'}
      </p>
      {allowed.map((device) => (
        <DevicePart
          key={`${device.vendorId} ${device.productId}`}
          device={device}
          isHeard={heard.some((one) => isSameKind(one, device))}
          commands={commands}
          onDrop={() => task.start(() => hands.drop(device))}
        />
      ))}
      <FormActions>
        <Button disabled={task.busy} onClick={() => task.start(() => hands.add())}>
          Add a device …
        </Button>
        <span className={said ? styles['refused'] : styles['quiet']} role={said ? 'alert' : 'status'}>
          {said ? `${said.title}. ${said.next}` : ''}
        </span>
      </FormActions>
      {found === null ? null : <Found />}
    </fieldset>
  );
}

/** What is plugged in, for the reader to choose from. */
function Found() {
  const { hands } = useServices();
  const task = useTask();
  const found = useStore(hands.view, (view) => view.found) ?? [];
  useEffect(() => () => void hands.leave(), [hands]);
  return (
    <section className={styles['answer']} aria-label="Devices that were found">
      <p role="status">
        {found.length === 0
          ? 'No device was found. Plug it in, and add it again. Keyboards and mice are not among them.'
          : 'Which one shall the program listen to?'}
      </p>
      <div className={styles['held']}>
        {found.map(({ deviceId, name, vendorId, productId }) => (
          <Button key={deviceId} disabled={task.busy} onClick={() => task.start(() => hands.choose(deviceId))}>
            <bdi>{nameOf({ name, vendorId, productId })}</bdi>
          </Button>
        ))}
        <Button autoFocus disabled={task.busy} onClick={() => task.start(() => hands.choose(null))}>
          None of them
        </Button>
      </div>
    </section>
  );
}
