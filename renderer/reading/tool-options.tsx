import { useSyncExternalStore } from 'react';
import { CalciumVessel } from '../../shared/model/grown.ts';
import { SuvKind } from '../../shared/model/measurement.ts';
import type { ValueRange } from '../../shared/model/measurement.ts';
import { unitText } from '../../shared/rules/format.ts';
import { quantityOf } from '../../shared/rules/quantity.ts';
import { LEVEL_RUNS } from '../../shared/rules/spine-levels.ts';
import { SUV_WORDS } from '../../shared/rules/suv-kinds.ts';
import { useDesk, useDeskLayout, useDeskRuntime, useDeskTools } from './desk-context.tsx';
import { setRange, setSuv } from './desk-tools.ts';
import { FusionChoice } from './fusion/fusion-choice.tsx';
import { isByRange } from './tool-state.ts';
import styles from './reading-desk.module.css';

/** What the tool in the hand needs to know: the next vertebra or rib, the range of a threshold region. */
export function ToolOptions() {
  const tool = useDeskRuntime((runtime) => runtime.tool);
  return (
    <>
      {tool === 'spine-label' ? <SpineChoice /> : null}
      {isByRange(tool) ? <RangeChoice /> : null}
      {tool === 'calcium' ? <VesselChoice /> : null}
      <SuvChoice />
      <FusionChoice />
    </>
  );
}

/** The vessel that the next spots belong to. */
function VesselChoice() {
  const desk = useDesk();
  const vessel = useDeskTools((tools) => tools.vessel);
  return (
    <label className={styles['choice']}>
      Vessel
      <select
        value={vessel}
        onChange={(event) => desk.stores.tools.setState({ vessel: CalciumVessel.parse(event.target.value) })}
      >
        {CalciumVessel.options.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Over a PET: the kind of SUV that stands beside that by body weight. */
function SuvChoice() {
  const desk = useDesk();
  const active = useDeskLayout((layout) => layout.active);
  const suv = useDeskTools((tools) => tools.suv);
  const isPet = useSyncExternalStore(
    (listener) => desk.handle(active)?.onChange(listener) ?? (() => undefined),
    () => (desk.handle(active)?.truth.image?.pet ?? null) !== null,
  );
  if (!isPet) return null;
  return (
    <label className={styles['choice']}>
      SUV
      <select value={suv} onChange={(event) => setSuv(desk, SuvKind.parse(event.target.value))}>
        {SuvKind.options.map((kind) => (
          <option key={kind} value={kind}>
            {SUV_WORDS[kind]}
          </option>
        ))}
      </select>
    </label>
  );
}

function SpineChoice() {
  const desk = useDesk();
  const { next, order } = useDeskTools((tools) => tools.spine);
  return (
    <>
      <label className={styles['choice']}>
        Next level
        <select
          value={next}
          onChange={(event) => desk.stores.tools.setState({ spine: { next: event.target.value, order } })}
        >
          {LEVEL_RUNS.map(({ name, levels }) => (
            <optgroup key={name} label={name}>
              {levels.map((level) => (
                <option key={level} value={level}>
                  {level}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label className={styles['choice']}>
        then
        <select
          value={order}
          onChange={(event) =>
            desk.stores.tools.setState({ spine: { next, order: event.target.value === 'up' ? 'up' : 'down' } })
          }
        >
          <option value="up">up</option>
          <option value="down">down</option>
        </select>
      </label>
    </>
  );
}

function RangeChoice() {
  const desk = useDesk();
  const range = useDeskTools((tools) => tools.range);
  const truth = desk.active?.truth;
  const unit = truth?.image && truth.ref ? unitText(quantityOf(truth.image, truth.ref.frame).unit) : '';
  const set = (changed: Partial<ValueRange>): void => {
    setRange(desk, { min: 0, max: 0, ...range, ...changed });
  };
  const field = (name: 'min' | 'max', label: string) => (
    <label className={styles['choice']}>
      {label}
      <input
        type="number"
        value={range?.[name] ?? ''}
        style={{ width: '7em' }}
        onChange={(event) => {
          const value = event.target.valueAsNumber;
          if (Number.isFinite(value)) set({ [name]: value });
        }}
      />
    </label>
  );
  return (
    <>
      {field('min', 'Values from')}
      {field('max', `to${unit === '' ? '' : ` (${unit})`}`)}
    </>
  );
}
