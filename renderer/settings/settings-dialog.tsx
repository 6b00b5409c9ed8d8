import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button, Dialog, SelectField } from '../ui/index.ts';
import { MonitorSection } from './monitor-section.tsx';
import { JumpList } from './jump-list.tsx';
import { Painting, Theme } from './preferences.ts';
import type { Preferences } from './preferences.ts';
import styles from './settings-dialog.module.css';

const WORDS: Readonly<Record<Theme, string>> = {
  dimmer: 'Dimmer — for a dark room',
  normal: 'Normal',
  brighter: 'Brighter — for a lit room',
  contrast: 'High contrast',
};

const UNDO_OPTIONS = [0, 5, 10, 20, 30, 60].map((seconds) => ({
  value: String(seconds),
  words: seconds === 0 ? 'Not at all: it is signed at once' : `${seconds} seconds`,
}));

const PAINTING_WORDS: Readonly<Record<Painting, string>> = {
  auto: 'By the graphics card where it is faster and draws the same greys',
  processor: 'Always by the processor',
  card: 'By the graphics card whenever it draws the same greys',
};

/** What can be chosen for this window. */
export function SettingsDialog({
  preferences,
  open,
  onClose,
  children,
}: {
  readonly preferences: Preferences;
  readonly open: boolean;
  readonly onClose: () => void;
  /** More groups, of parts that know the store. */
  readonly children?: ReactNode;
}) {
  const { theme, painting, statSound, undoSeconds } = useStore(preferences, (state) => state);
  const place = useRef<HTMLDivElement>(null);
  return (
    <Dialog
      title="Settings"
      width={children ? 'broad' : 'wide'}
      open={open}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close settings</Button>}
    >
      <div className={styles['page']}>
        {children ? <JumpList place={place} /> : null}
        <div ref={place} className={styles['groups']}>
          <fieldset>
            <legend>Colours of the window</legend>
            {Theme.options.map((option) => (
              <label key={option} className={styles['choice']}>
                <input
                  type="radio"
                  name="theme"
                  checked={option === theme}
                  onChange={() => preferences.setState({ theme: option })}
                />
                {WORDS[option]}
              </label>
            ))}
            <p className={styles['note']}>They do not affect images: the ground of an image is always black.</p>
          </fieldset>
          <fieldset>
            <legend>Drawing of images, from the next study on</legend>
            {Painting.options.map((option) => (
              <label key={option} className={styles['choice']}>
                <input
                  type="radio"
                  name="painting"
                  checked={option === painting}
                  onChange={() => preferences.setState({ painting: option })}
                />
                {PAINTING_WORDS[option]}
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>Sound</legend>
            <label className={styles['choice']}>
              <input
                type="checkbox"
                checked={statSound}
                onChange={({ target }) => preferences.setState({ statSound: target.checked })}
              />
              A soft sound when an order becomes STAT, while the store is open
            </label>
          </fieldset>
          <SelectField
            label="After “Sign”, a report waits unsigned and can be taken back"
            value={String(undoSeconds)}
            options={UNDO_OPTIONS}
            onChange={(value) => preferences.setState({ undoSeconds: Number(value) })}
          />
          <MonitorSection preferences={preferences} />
          {children}
        </div>
      </div>
    </Dialog>
  );
}
