import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { DeskSession } from '../../reading/index.ts';
import type { ReportLinks } from '../../reporting/index.ts';

/** Joins the images of a desk to its report: measurements and selection one way, "show me" the other. */
export function joinReport(
  session: Pick<DeskSession, 'stores' | 'goTo' | 'settle' | 'measurements'>,
  links: ReportLinks,
): Disposer {
  const { saved, runtime } = session.stores;
  const select = (): void => {
    const { selectedMeasurement } = runtime.getState();
    const found = saved.getState().measurements.find((one) => one.measurementId === selectedMeasurement);
    links.select(found?.measurementId ?? null);
    links.markInReport(found?.measurementId ?? null);
  };
  const take = (): void => {
    links.setMeasurements(saved.getState().measurements);
    select();
  };
  const bag = new DisposerBag();
  bag.add(saved.subscribe(take));
  bag.add(
    runtime.subscribe((now, before) => {
      if (now.selectedMeasurement !== before.selectedMeasurement) select();
    }),
  );
  bag.add(links.onShowMeasurement((measurementId) => session.goTo(measurementId)));
  bag.add(links.onSeenMap(() => session.stores.tools.setState({ seenMap: true })));
  bag.add(links.onSettle(() => session.settle()));
  bag.add(links.onNamed(() => session.measurements.named()));
  take();
  return () => bag.dispose();
}
