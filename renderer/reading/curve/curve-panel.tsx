import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Measurement } from '../../../shared/model/measurement.ts';
import { MOST_BASELINE } from '../../../shared/model/time-curve.ts';
import { needsPixels } from '../../../shared/rules/measure.ts';
import { curveSentence } from '../../../shared/rules/time-curve/curve-words.ts';
import type { MeasuredCurve } from '../../../shared/rules/time-curve/curve-words.ts';
import { TOOL_WORDS } from '../../../shared/report/tool-words.ts';
import { CommandKey } from '../../app/commands/index.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, EmptyState, Skeleton } from '../../ui/index.ts';
import { useDesk, useDeskRuntime, useDeskSaved } from '../desk-context.tsx';
import { offerToReport, useOffer } from '../report-offer.ts';
import { CurveKeeper, curveOf } from './curve-keeper.ts';
import styles from './curve-panel.module.css';
import { CurveView } from './curve-view.tsx';

/** The region that is selected, else the last one drawn, over the pictures that show its place at other times. */
export function CurvePanel() {
  const desk = useDesk();
  const selected = useDeskRuntime((runtime) => runtime.selectedMeasurement);
  const measurements = useDeskSaved((saved) => saved.measurements);
  const [keeper] = useState(
    () =>
      new CurveKeeper({
        curve: (request) => desk.call('reading.timeCurve', request),
        stop: (askId) => desk.call('reading.stopTimeCurve', { askId }),
      }),
  );
  const [baseline, setBaseline] = useState(1);
  const region = regionOf(measurements, selected);
  const wanted = region && curveOf(region, baseline);
  const isOverB = useStore(keeper.store, ({ over }) => over === 'b');
  const title = isOverB ? 'Signal over b-values' : 'Time-intensity curve';
  useEffect(() => {
    // By its text: a region that is saved again is the same region.
    keeper.want(region, baseline);
    return () => keeper.stop();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `wanted` says all that counts of both
  }, [keeper, wanted]);
  return (
    <aside className={styles['panel']} aria-label={title} data-scope="image">
      <header className={styles['head']}>
        <h2>{title}</h2>
        <CommandKey id="layout.curve" />
      </header>
      <div className={styles['body']}>
        {region ? (
          <>
            <p>
              <strong>M{region.ordinal}</strong> {TOOL_WORDS[region.tool]}
            </p>
            {isOverB ? null : (
              <label className={styles['baseline']}>
                Baseline: pictures from the first on
                <input
                  type="number"
                  min={1}
                  max={MOST_BASELINE}
                  value={baseline}
                  onChange={({ target }) => {
                    const value = Math.round(target.valueAsNumber);
                    if (value >= 1 && value <= MOST_BASELINE) setBaseline(value);
                  }}
                />
              </label>
            )}
            <Answer keeper={keeper} of={wanted} region={region} />
          </>
        ) : (
          <EmptyState title="No region to follow">
            <p className={styles['quiet']}>
              Draw a rectangle <CommandKey id="tool.rectangle" />, an ellipse <CommandKey id="tool.ellipse" />, an
              outline <CommandKey id="tool.freehand" /> or a probe <CommandKey id="tool.probe" /> on a series that has
              several pictures of one place: a cine, or phases of a CT, MR or PET.
            </p>
          </EmptyState>
        )}
      </div>
    </aside>
  );
}

/** Whose curve is shown. */
function regionOf(all: readonly Measurement[], selected: string | null): Measurement | null {
  const regions = all.filter((one) => !one.deleted && needsPixels(one.tool));
  return regions.find(({ measurementId }) => measurementId === selected) ?? regions.at(-1) ?? null;
}

function Answer({
  keeper,
  of,
  region,
}: {
  readonly keeper: CurveKeeper;
  readonly of: string | null;
  readonly region: Measurement;
}) {
  const state = useStore(keeper.store);
  if (state.of !== of || (state.curve === null && state.error === null)) {
    return (
      <div aria-busy="true" aria-label="The pictures are measured">
        <Skeleton width="100%" height="120px" />
      </div>
    );
  }
  if (state.error !== null) {
    const { title, next } = errorWords(state.error);
    return (
      <p role="alert" className={styles['refused']}>
        {title}. {next}
      </p>
    );
  }
  const { curve } = state;
  if (!curve) return null;
  if (!curve.ok) {
    return (
      <p role="alert" className={styles['refused']} data-code={curve.code}>
        No curve: {curve.reason}.
      </p>
    );
  }
  return (
    <>
      <CurveView curve={curve} />
      <ToReport curve={curve} region={region} />
    </>
  );
}

function ToReport({ curve, region }: { readonly curve: MeasuredCurve; readonly region: Measurement }) {
  const desk = useDesk();
  const offer = useOffer();
  if (!offer) return null;
  const take = (): void => offerToReport(desk, offer, { measurement: region, sentence: curveSentence(curve) });
  return (
    <p>
      <Button onClick={take}>Insert into the report</Button>
    </p>
  );
}
