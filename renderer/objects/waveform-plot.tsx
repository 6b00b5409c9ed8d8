import type { WaveformChannel, WaveformContent, WaveformGroup } from '../../shared/model/dicom-object.ts';
import { curvesOf, PLOT } from './waveform-scale.ts';
import type { Curve } from './waveform-scale.ts';
import styles from './objects.module.css';

/** Curves over time on millimetre paper, each with its name; below them the time in seconds. */
export function WaveformPlot({ content }: { readonly content: WaveformContent }) {
  return content.groups.map((group, place) => <Group key={place} group={group} />);
}

function Group({ group }: { readonly group: WaveformGroup }) {
  const { curves, height, width, seconds, scale, cut } = curvesOf(group);
  const name = group.label === '' ? 'Curves' : group.label;
  return (
    <figure>
      <figcaption>
        <strong>{name}</strong>{' '}
        <span className={styles['quiet']}>
          {scale} · {group.frequency} samples/s · {seconds.toFixed(1)} s{cut ? ' · the beginning' : ''}
        </span>
      </figcaption>
      <svg
        className={styles['plot']}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${name}: ${group.channels.map(({ label }: WaveformChannel) => label).join(', ')}; ${scale}`}
      >
        <Paper width={width} height={height - PLOT.axis} />
        {curves.map((curve, place) => (
          <Trace key={place} curve={curve} />
        ))}
        {Array.from({ length: Math.floor(seconds) + 1 }, (_, second) => (
          <text key={second} className={styles['axisText']} x={PLOT.left + second * PLOT.mmPerSecond} y={height - 1}>
            {`${second} s`}
          </text>
        ))}
      </svg>
    </figure>
  );
}

function Trace({ curve }: { readonly curve: Curve }) {
  return (
    <g data-channel={curve.label}>
      <text className={styles['plotText']} x={1} y={curve.middle - PLOT.row / 2 + 4}>
        {curve.label}
      </text>
      {curve.unit === null ? (
        <text className={styles['axisText']} x={1} y={curve.middle - PLOT.row / 2 + 8}>
          no unit said
        </text>
      ) : null}
      <path className={styles['curve']} d={curve.path} />
    </g>
  );
}

function Paper({ width, height }: { readonly width: number; readonly height: number }) {
  const lines = (to: number): readonly number[] =>
    Array.from({ length: Math.floor(to / 5) + 1 }, (_, place) => place * 5);
  return (
    <g aria-hidden="true">
      {lines(width).map((x) => (
        <line
          key={`x${x}`}
          className={x % 25 === 0 ? styles['gridStrong'] : styles['grid']}
          x1={x}
          x2={x}
          y1={0}
          y2={height}
        />
      ))}
      {lines(height).map((y) => (
        <line
          key={`y${y}`}
          className={y % 25 === 0 ? styles['gridStrong'] : styles['grid']}
          x1={0}
          x2={width}
          y1={y}
          y2={y}
        />
      ))}
    </g>
  );
}
