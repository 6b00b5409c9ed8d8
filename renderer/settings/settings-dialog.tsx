import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button, Dialog } from '../ui/index.ts';
import { JumpList } from './jump-list.tsx';
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
        </div>
      </div>
    </Dialog>
  );
}
