import { useSyncExternalStore } from 'react';
import { COLOUR_MAP_WORDS, ColourMap } from '../../../shared/rules/colour/colour-maps.ts';
import { useComposition, useDesk, useDeskLayout } from '../desk-context.tsx';
import styles from '../reading-desk.module.css';

/** Something lies over the active viewport. */
export function useIsFused(): boolean {
  const active = useDeskLayout((layout) => layout.active);
  return useComposition(({ cells }) => (cells[active]?.fused ?? null) !== null);
}

/** Over a fused viewport: how much of the overlay, in which colours, from which to which value. */
export function FusionChoice() {
  const desk = useDesk();
  const active = useDeskLayout((layout) => layout.active);
  const fused = useComposition(({ cells }) => cells[active]?.fused ?? null);
  // The scale on the glass is known when the overlay is.
  useSyncExternalStore(
    (listener) => desk.handle(active)?.onChange(listener) ?? (() => undefined),
    () => desk.handle(active)?.truth.fused?.state ?? '',
  );
  if (!fused) return null;
  const scales = desk.fusion.scalesOf(active);
  const percent = Math.round(fused.opacity * 100);
  return (
    <>
      <label className={styles['choice']}>
        Overlay
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          style={{ width: '5em' }}
          value={percent}
          aria-valuetext={`${percent} %`}
          onChange={(event) => desk.fusion.change(active, { opacity: event.target.valueAsNumber / 100 })}
        />
        {percent} %
      </label>
      <label className={styles['choice']}>
        <select
          aria-label="Colours of the overlay"
          value={fused.map}
          onChange={(event) => desk.fusion.change(active, { map: ColourMap.parse(event.target.value) })}
        >
          {ColourMap.options.map((map) => (
            <option key={map} value={map}>
              {COLOUR_MAP_WORDS[map]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles['choice']}>
        <select
          aria-label="Scale of the overlay"
          value={fused.scale?.name ?? scales[0]?.name ?? ''}
          onChange={(event) =>
            desk.fusion.change(active, { scale: scales.find(({ name }) => name === event.target.value) ?? null })
          }
        >
          {scales.map(({ name }, place) => (
            <option key={`${name} ${place}`} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
