import { useEffect, useState } from 'react';
import type { LineHistory } from '../../../shared/model/line-history.ts';
import { clockText, rateText } from './rate-text.ts';
import { useServices } from '../../app/services.tsx';
import { LinePlot } from '../../ui/index.ts';
import { ratePoints } from './plot-points.ts';

const EVERY_MS = 60_000;

/** How fast each line was in the last hours. Nothing where nothing came. */
export function LineRates() {
  const { link } = useServices();
  const [told, setTold] = useState<{ readonly lines: readonly LineHistory[]; readonly at: number }>({
    lines: [],
    at: 0,
  });
  useEffect(() => {
    let wanted = true;
    const load = (): void => {
      link.call('transfers.lines', {}).then(
        ({ lines }) => wanted && setTold({ lines, at: Date.now() }),
        // What was drawn stays; it is asked for again.
        () => undefined,
      );
    };
    load();
    const timer = setInterval(load, EVERY_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [link]);
  return told.lines.map((line) => {
    const points = ratePoints(line, told.at);
    return (
      <LinePlot
        key={line.sourceId}
        title={`Line to ${line.sourceName}, last 6 hours`}
        summary={`now ${rateText(points.at(-1)?.value ?? 0)}`}
        points={points}
        atText={clockText}
        valueText={rateText}
        valueName="Rate"
      />
    );
  });
}
