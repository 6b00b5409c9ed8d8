import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import { MeasurementId } from '../../../../shared/model/ids.ts';
import { createReportLinks, measurementMeant } from '../../../../renderer/reporting/links.ts';
import { idOf } from '../../../helpers/report-document.ts';

const one = (name: string): Measurement =>
  ({ measurementId: MeasurementId.parse(idOf(name)), deleted: false }) as Measurement;

describe('the measurement that the insert key means', () => {
  it('is the drawing that was ended just before, though its number is still to come', async () => {
    const links = createReportLinks();
    const [first, second] = [one('first'), one('second')];
    links.setMeasurements([first]);
    let give = (): void => undefined;
    links.onNamed(
      () =>
        new Promise((resolve) => {
          give = () => {
            links.setMeasurements([first, second]);
            resolve();
          };
        }),
    );
    const meant = measurementMeant(links);
    give();
    expect(await meant).toBe(second);
  });

  it('is the last one that stands where nothing is on its way, or a number did not come', async () => {
    const links = createReportLinks();
    const [first, second] = [one('first'), { ...one('second'), deleted: true }];
    links.setMeasurements([first, second]);
    expect(await measurementMeant(links)).toBe(first);
    links.onNamed(() => Promise.reject(new Error('no number')));
    expect(await measurementMeant(links)).toBe(first);
  });
});
