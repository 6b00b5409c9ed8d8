import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { addButton, isSamePlace, learnPlace } from '../../../../shared/controls/hid-buttons.ts';
import type { ButtonPlace, HidReport } from '../../../../shared/controls/hid-buttons.ts';
import { knownDevice } from '../../../../shared/controls/known-devices.ts';
import type { AllowedDevice, DeviceButton } from '../../../../shared/model/controls.ts';
import { Button, FormGroup } from '../../../ui/index.ts';
import type { ListedCommand } from '../../commands/index.ts';
import { useServices } from '../../services.tsx';
import { CommandField } from '../command-field.tsx';
import { buttonName } from '../hand-rows.ts';
import styles from '../controls.module.css';
import { isSameKind } from './device-hands.ts';
import { nameOf } from './device-name.ts';

/** One device: its buttons with their commands, and how a new one is learned. */
export function DevicePart({
  device,
  isHeard,
  commands,
  onDrop,
}: {
  readonly device: AllowedDevice;
  readonly isHeard: boolean;
  readonly commands: readonly ListedCommand[] | null;
  readonly onDrop: () => void;
}) {
  const { controls: book } = useServices();
  const controls = useStore(book.view, (view) => view.controls);
  const known = knownDevice(device);
  const buttons = controls.devices.find((one) => isSameKind(one, device))?.buttons ?? [];
  const set = (next: readonly DeviceButton[]): void => {
    const { vendorId, productId } = device;
    const others = controls.devices.filter((one) => !isSameKind(one, device));
    void book.change({ ...controls, devices: [...others, { vendorId, productId, buttons: [...next] }] });
  };
  const add = (place: ButtonPlace): void => {
    if (buttons.some((one) => isSamePlace(one, place))) return;
    set(addButton(buttons, { ...place, press: null, release: null }));
  };
  const missing = (known?.buttons ?? []).filter(({ place }) => !buttons.some((one) => isSamePlace(one, place)));
  return (
    <div role="group" aria-label={nameOf(device)} className={styles['answer']}>
      <div className={styles['held']}>
        <bdi>{nameOf(device)}</bdi>
        <span className={isHeard ? styles['quiet'] : styles['refused']}>{isHeard ? 'heard' : 'not plugged in'}</span>
        {missing.length === 0 ? null : (
          <Button tone="quiet" onClick={() => set(missing.reduce(withKnown, buttons))}>
            {`Take the buttons of the ${known?.name ?? ''}`}
          </Button>
        )}
        <Button tone="quiet" onClick={onDrop}>
          Do not listen to it any more
        </Button>
      </div>
      {buttons.map((button, at) => (
        <ButtonFields
          key={placeKey(button)}
          name={buttonName(device, button, at)}
          button={button}
          commands={commands}
          onChange={(change) => set(buttons.map((one) => (one === button ? { ...one, ...change } : one)))}
          onRemove={() => set(buttons.filter((one) => one !== button))}
        />
      ))}
      <Learn device={device} isHeard={isHeard} onLearned={add} />
    </div>
  );
}

function withKnown(
  buttons: readonly DeviceButton[],
  { place }: { readonly place: ButtonPlace },
): readonly DeviceButton[] {
  return [...buttons, { ...place, press: null, release: null }];
}

function ButtonFields({
  name,
  button,
  commands,
  onChange,
  onRemove,
}: {
  readonly name: string;
  readonly button: DeviceButton;
  readonly commands: readonly ListedCommand[] | null;
  readonly onChange: (change: Partial<Pick<DeviceButton, 'press' | 'release'>>) => void;
  readonly onRemove: () => void;
}) {
  return (
    <FormGroup title={name}>
      <CommandField
        label="When pressed"
        value={button.press}
        commands={commands}
        onChange={(press) => onChange({ press })}
      />
      <CommandField
        label="When let go"
        value={button.release}
        commands={commands}
        onChange={(release) => onChange({ release })}
      />
      <Button tone="quiet" aria-label={`Forget ${name}`} onClick={onRemove}>
        Forget it
      </Button>
    </FormGroup>
  );
}

/** Hears which bits change while a button is pressed and let go. */
function Learn({
  device,
  isHeard,
  onLearned,
}: {
  readonly device: AllowedDevice;
  readonly isHeard: boolean;
  readonly onLearned: (place: ButtonPlace) => void;
}) {
  const { hands } = useServices();
  const [learning, setLearning] = useState(false);
  const learned = useRef(onLearned);
  useEffect(() => {
    learned.current = onLearned;
  });
  useEffect(() => {
    if (!learning) return undefined;
    const heard: HidReport[] = [];
    return hands.reports.on(({ device: from, report }) => {
      if (!isSameKind(from, device)) return;
      heard.push(report);
      const place = heard.length < 2 ? null : learnPlace(heard);
      if (place === null) return;
      setLearning(false);
      learned.current(place);
    });
  }, [learning, hands, device]);
  return (
    <div className={styles['held']}>
      <Button disabled={!isHeard} aria-pressed={learning} onClick={() => setLearning(!learning)}>
        {learning ? 'Press the button and let it go …' : 'Learn a button'}
      </Button>
    </div>
  );
}

function placeKey({ report, byte, mask, value }: ButtonPlace): string {
  return [report, byte, mask, value].join(' ');
}
