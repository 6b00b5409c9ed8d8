import { useSyncExternalStore } from 'react';
import { EMPTY_GLASS } from '../viewer/index.ts';
import type { GlassTruth } from '../viewer/index.ts';
import { useDesk, useDeskLayout } from './desk-context.tsx';
import styles from './reading-desk.module.css';
import { runDeskAction } from './run-action.ts';

/** Window presets of what is in the active viewport, by number key. */
export function PresetMenu() {
  const desk = useDesk();
  const active = useDeskLayout((layout) => layout.active);
  const presetsNow = (): GlassTruth['presets'] => (desk.handle(active)?.truth ?? EMPTY_GLASS).presets;
  // Compared as text: from slice to slice the names stay as they are, and the menu with them.
  useSyncExternalStore(
    (listener) => desk.handle(active)?.onChange(listener) ?? (() => undefined),
    () => JSON.stringify(presetsNow().map(({ key, name }) => [key, name])),
  );
  const presets = presetsNow();
  if (presets.length === 0) return null;
  return (
    <label className={styles['choice']}>
      Presets
      <select value="" onChange={(event) => runDeskAction(desk, { do: 'preset', place: Number(event.target.value) })}>
        <option value="" disabled hidden>
          choose
        </option>
        {presets.map((preset, place) => (
          <option key={`${preset.name} ${place}`} value={place}>
            {preset.key === null ? '' : `${preset.key}  `}
            {preset.name}
          </option>
        ))}
      </select>
    </label>
  );
}
