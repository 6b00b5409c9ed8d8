import { useState } from 'react';
import type { RateLimit } from '../../../../shared/model/source-settings.ts';
import { spansOf } from '../../../../shared/rules/source-rate.ts';
import { SelectField } from '../../../ui/index.ts';
import { clockText } from './clock-text.ts';
import { DAY_NAMES, WEEK } from './hours-editor.tsx';
import { megabits } from './source-form.ts';
import styles from './form.module.css';

const DAY = 24 * 60;
const HEIGHT = 40;
/** A rate that is no limit stands as the full height; the highest limit a little below it. */
const HIGHEST = 0.8;
const EVERY = 6;

/** The rate over the hours of a day, as bars and in words. */
export function DayPlot({ limit }: { readonly limit: RateLimit }) {
  const [day, setDay] = useState(() => new Date().getDay());
  const spans = spansOf(limit, day);
  const most = Math.max(1, ...spans.map(({ bytesPerSecond }) => bytesPerSecond ?? 0));
  const words = spans
    .map(({ from, to, bytesPerSecond }) => `${clockText(from)} to ${clockText(to)} ${rateWords(bytesPerSecond)}`)
    .join(', ');
  return (
    <figure className={styles['plot']}>
      <SelectField
        label="Over the day"
        value={String(day)}
        options={WEEK.map((one) => ({ value: String(one), words: DAY_NAMES[one] }))}
        onChange={(value) => setDay(Number(value))}
      />
      <div className={styles['chart']}>
        <svg
          viewBox={`0 0 ${DAY} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${DAY_NAMES[day] ?? ''}: ${words}`}
        >
          {spans.map(({ from, to, bytesPerSecond }) => {
            const part = bytesPerSecond === null ? 1 : (HIGHEST * bytesPerSecond) / most;
            const height = bytesPerSecond === 0 ? 1 : Math.max(2, part * HEIGHT);
            return (
              <rect
                key={from}
                className={styles[bytesPerSecond === null ? 'free' : bytesPerSecond === 0 ? 'closed' : 'limited']}
                x={from + 3}
                y={HEIGHT - height}
                width={to - from - 6}
                height={height}
              />
            );
          })}
        </svg>
        <div className={styles['axis']} aria-hidden="true">
          {Array.from({ length: 24 / EVERY + 1 }, (_unused, at) => (
            <span key={at}>{at * EVERY}</span>
          ))}
        </div>
      </div>
      <figcaption className={styles['quiet']}>{words}.</figcaption>
    </figure>
  );
}

function rateWords(bytesPerSecond: number | null): string {
  if (bytesPerSecond === null) return 'as fast as the line is';
  return bytesPerSecond === 0 ? 'nothing' : `${megabits(bytesPerSecond)} Mbit/s`;
}
