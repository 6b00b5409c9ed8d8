import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button, Dialog } from '../ui/index.ts';
import { Theme } from './preferences.ts';
import type { Preferences } from './preferences.ts';
import styles from './settings-dialog.module.css';

const WORDS: Readonly<Record<Theme, string>> = {
  dimmer: 'Dimmer — for a dark room',
  normal: 'Normal',
  brighter: 'Brighter — for a lit room',
  contrast: 'High contrast',
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
  const theme = useStore(preferences, (state) => state.theme);
  return (
    <Dialog
      title="Settings"
      width="wide"
      open={open}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close settings</Button>}
    >
      <fieldset className={styles['group']}>
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
      </fieldset>
      <p className={styles['note']}>Images are not affected: their ground is always black.</p>
      {children}
    </Dialog>
  );
}
