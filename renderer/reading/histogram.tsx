import type { Measurement } from '../../shared/model/measurement.ts';
import { formatNumber, unitText } from '../../shared/rules/format.ts';
import { roiHistogram } from '../../shared/rules/roi-histogram.ts';
import type { RoiHistogram } from '../../shared/rules/roi-histogram.ts';
import { useDesk } from './desk-context.tsx';
import styles from './histogram.module.css';

const WIDTH = 240;
const HEIGHT = 60;

/** How the values of a region are spread: bars, and the numbers behind them as a table. */
export function HistogramPlot({ measurement }: { readonly measurement: Measurement }) {
  const desk = useDesk();
  const { objectId, frame } = measurement;
  const image = desk.engine.source.image(objectId);
  const decoded = desk.engine.source.decoded({ objectId, frame });
  if (!image || !decoded) return <p className={styles['note']}>The histogram needs the picture: go to it first.</p>;
  const { columns, rows, samples } = decoded.header;
  const found = roiHistogram(measurement, image, { columns, rows, samples, data: decoded.pixels });
  if (!found) return null;
  return (
    <figure className={styles['figure']}>
      <Bars histogram={found} />
      <figcaption>
        {label(found, 0)} to {label(found, found.counts.length)}
      </figcaption>
      <details>
        <summary>Histogram as a table</summary>
        <table>
          <thead>
            <tr>
              <th>From ({unitText(found.unit)})</th>
              <th>Pixels</th>
            </tr>
          </thead>
          <tbody>
            {found.counts.map((count, bin) => (
              <tr key={bin}>
                <td>{edge(found, bin)}</td>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Bars({ histogram: { counts } }: { readonly histogram: RoiHistogram }) {
  const most = Math.max(...counts, 1);
  const wide = WIDTH / counts.length;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Histogram of ${counts.length} bins`}>
      {counts.map((count, bin) => {
        const high = (count / most) * HEIGHT;
        return <rect key={bin} x={bin * wide} y={HEIGHT - high} width={Math.max(wide - 0.5, 0.5)} height={high} />;
      })}
    </svg>
  );
}

function edge({ from, width, unit }: RoiHistogram, bin: number): string {
  return formatNumber(from + bin * width, unit, Number.isInteger(from) && Number.isInteger(width) ? 0 : undefined);
}

function label(histogram: RoiHistogram, bin: number): string {
  return `${edge(histogram, bin)} ${unitText(histogram.unit)}`.trim();
}
