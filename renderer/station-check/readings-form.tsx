import { useCallback, useState } from 'react';
import type { GsdfReadings } from '../../shared/model/station-check.ts';
import { judgeReadings, READING_GREYS, wantedLuminances } from '../../shared/rules/station-check/monitor-readings.ts';
import { drawReading } from '../../shared/rules/station-check/patterns.ts';
import { Button, LinePlot, TextField } from '../ui/index.ts';
import { useFilledScreen } from './pattern-walk.tsx';
import { PatternScreen } from './pattern-screen.tsx';
import styles from './station-check.module.css';

/** As typed, a grey each, cd/m². */
export interface ReadingsDraft {
  readonly instrument: string;
  readonly typed: readonly string[];
}

export const NO_READINGS: ReadingsDraft = { instrument: '', typed: READING_GREYS.map(() => '') };

export type JudgedDraft =
  | { readonly kind: 'none' }
  /** Some are missing or are no numbers. */
  | { readonly kind: 'partial'; readonly missing: number }
  | { readonly kind: 'whole'; readonly readings: GsdfReadings };

export function judgedDraft({ instrument, typed }: ReadingsDraft): JudgedDraft {
  if (typed.every((one) => one.trim() === '')) return { kind: 'none' };
  const luminances = typed.map(luminanceOf);
  const missing = luminances.filter((one) => Number.isNaN(one)).length;
  return missing > 0 ? { kind: 'partial', missing } : { kind: 'whole', readings: { instrument, luminances } };
}

/** NaN for what no photometer says. */
function luminanceOf(typed: string): number {
  const value = typed.trim() === '' ? NaN : Number(typed.replace(',', '.'));
  return value >= 0 && value <= 10_000 ? value : NaN;
}

/** Readings of a photometer, with what they come to. All of them, or none. */
export function ReadingsForm({
  draft,
  onChange,
}: {
  readonly draft: ReadingsDraft;
  readonly onChange: (draft: ReadingsDraft) => void;
}) {
  const [isMeasuring, setIsMeasuring] = useState(false);
  const judged = judgedDraft(draft);
  const type = (at: number, text: string): void =>
    onChange({ ...draft, typed: draft.typed.map((one, place) => (place === at ? text : one)) });
  return (
    <fieldset className={styles['readings']}>
      <legend>Readings of a photometer, cd/m² (optional)</legend>
      <div className={styles['head']}>
        <TextField
          label="Instrument"
          value={draft.instrument}
          maxLength={100}
          onChange={(event) => onChange({ ...draft, instrument: event.target.value })}
        />
        <Button onClick={() => setIsMeasuring(true)}>Show the fields to measure</Button>
      </div>
      <div className={styles['greys']}>
        {READING_GREYS.map((grey, at) => (
          <TextField
            key={grey}
            label={`Grey ${grey}`}
            inputMode="decimal"
            value={draft.typed[at] ?? ''}
            onChange={(event) => type(at, event.target.value)}
          />
        ))}
      </div>
      {judged.kind === 'partial' ? (
        <p role="status">{judged.missing} of 18 are missing: all of them, or none.</p>
      ) : null}
      {judged.kind === 'whole' ? <Judged readings={judged.readings} /> : null}
      {isMeasuring ? <Measuring draft={draft} onType={type} onEnd={() => setIsMeasuring(false)} /> : null}
    </fieldset>
  );
}

function Judged({ readings: { luminances } }: { readonly readings: GsdfReadings }) {
  const { deviations, ok, faults, white, ratio, worst } = judgeReadings(luminances);
  const wanted = wantedLuminances(luminances[0] ?? NaN, luminances.at(-1) ?? NaN);
  const points = (deviations ?? []).map((off, at) => ({ at: READING_GREYS[at + 1] ?? 0, value: Math.abs(off) * 100 }));
  return (
    <div className={styles['judged']}>
      <p role="status" data-passed={ok} className={styles['verdict']}>
        {ok
          ? `Within the limits: contrast off by at most ${((worst ?? 0) * 100).toFixed(1)} %, white ${white.toFixed(0)} cd/m², ${ratio.toFixed(0)} times black.`
          : `Outside the limits: ${faults.join('; ')}.`}
      </p>
      <LinePlot
        title="Contrast off from the grey scale function, %"
        summary={wanted === null ? undefined : 'limit 10 %'}
        points={points}
        atText={(grey) => `grey ${grey}`}
        atName="Step up to"
        valueText={(value) => `${value.toFixed(1)} %`}
        valueName="Off by"
      />
    </div>
  );
}

/** One field after the other, for an instrument that is held to it. Enter goes on. */
function Measuring({
  draft,
  onType,
  onEnd,
}: {
  readonly draft: ReadingsDraft;
  readonly onType: (at: number, text: string) => void;
  readonly onEnd: () => void;
}) {
  const [at, setAt] = useState(0);
  useFilledScreen();
  const grey = READING_GREYS[at] ?? 0;
  const draw = useCallback((width: number, height: number) => drawReading(grey, width, height), [grey]);
  const press = (key: string): void => {
    if (key === 'Enter') {
      if (at === READING_GREYS.length - 1) onEnd();
      else setAt(at + 1);
    } else if (key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (key === 'ArrowDown') setAt(Math.min(READING_GREYS.length - 1, at + 1));
  };
  return (
    <PatternScreen title={`Grey ${grey}`} draw={draw} onKey={press} onEnd={onEnd}>
      <p className={styles['question']} role="status">
        <b>
          {at + 1} of {READING_GREYS.length}: grey {grey} of 255.
        </b>{' '}
        Hold the photometer to the middle, with the light of the room in it, and type what it says.
      </p>
      <TextField
        key={grey}
        autoFocus
        label={`Luminance of grey ${grey}, cd/m²`}
        inputMode="decimal"
        value={draft.typed[at] ?? ''}
        onChange={(event) => onType(at, event.target.value)}
        hint="Enter goes on, the arrows up and down go back and on"
      />
      <div className={styles['barButtons']}>
        <Button keyHint="Esc" onClick={onEnd}>
          End
        </Button>
      </div>
    </PatternScreen>
  );
}
