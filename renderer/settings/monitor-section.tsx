import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/index.ts';
import { calibrate, pitchHere, pitchOf } from './monitors.ts';
import type { Preferences } from './preferences.ts';
import styles from './settings-dialog.module.css';

/** CSS pixels: long enough to measure well, short enough for every window. */
const LINE = 400;
/** Width of a bank card (ISO/IEC 7810, ID-1), mm. */
const CARD = 85.6;

/** How long a pixel of this monitor is: without it nothing can be shown at true size. */
export function MonitorSection({ preferences }: { readonly preferences: Preferences }) {
  const state = useStore(preferences, ({ monitor, monitors }) => pitchHere({ monitor, monitors }));
  const monitor = useStore(preferences, (now) => now.monitor);
  const [typed, setTyped] = useState('');
  const [card, setCard] = useState(320);
  const measured = Number(typed.replace(',', '.'));
  const ratio = window.devicePixelRatio || 1;
  const byRuler = typed === '' ? null : pitchOf(LINE, measured, ratio);
  const byCard = pitchOf(card, CARD, ratio);
  return (
    <fieldset className={styles['measures']}>
      <legend>True size on this monitor</legend>
      <p className={styles['note']}>
        {monitor ? `The window stands on ${monitor.name}. ` : 'Which monitor the window stands on is not known. '}
        {state
          ? `Measured on ${state.on}: one pixel is ${state.mmPerPixel.toFixed(4)} mm.`
          : 'Not calibrated: nothing is shown at true size here.'}
      </p>
      <svg width={LINE} height={12} role="img" aria-label="Line to measure">
        <path d={`M0.5 0V12M0 6H${LINE}M${LINE - 0.5} 0V12`} stroke="currentColor" fill="none" />
      </svg>
      <label className={styles['choice']}>
        Length of the line above by a ruler, mm
        <input
          inputMode="decimal"
          value={typed}
          aria-invalid={typed !== '' && byRuler === null}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button
          disabled={!monitor || byRuler === null}
          onClick={() => {
            calibrate(preferences, byRuler);
            setTyped('');
          }}
        >
          Use this length
        </Button>
      </label>
      <svg width={card} height={24} role="img" aria-label="Box of the width of a bank card">
        <rect x="0.5" y="0.5" width={card - 1} height={23} stroke="currentColor" fill="none" />
      </svg>
      <label className={styles['choice']}>
        Or make the box as wide as a bank card ({CARD} mm)
        <input
          type="range"
          min={150}
          max={800}
          step={1}
          value={card}
          onChange={(event) => setCard(Number(event.target.value))}
        />
        <Button disabled={!monitor || byCard === null} onClick={() => calibrate(preferences, byCard)}>
          Use this width
        </Button>
      </label>
      {state ? (
        <Button tone="quiet" onClick={() => calibrate(preferences, null)}>
          Forget the calibration of this monitor
        </Button>
      ) : null}
    </fieldset>
  );
}
