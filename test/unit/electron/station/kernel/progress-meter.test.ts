import { describe, expect, it } from 'vitest';
import { ProgressMeter } from '../../../../../electron/station/kernel/progress-meter.ts';

const counts = (doneCount: number, doneBytes: number, totalBytes: number | null = 1000) => ({
  doneCount,
  totalCount: 100,
  doneBytes,
  totalBytes,
});

describe('ProgressMeter', () => {
  it('knows no rate from the first report', () => {
    expect(new ProgressMeter().add(0, counts(0, 0))).toEqual({ rate: null, timeLeft: null });
  });

  it('gives bytes a second and the seconds left by bytes', () => {
    const meter = new ProgressMeter();
    meter.add(0, counts(0, 0));
    expect(meter.add(2000, counts(10, 200))).toEqual({ rate: 100, timeLeft: 8 });
  });

  it('gives the seconds left by count where the bytes are not known', () => {
    const meter = new ProgressMeter();
    meter.add(0, counts(0, 0, null));
    expect(meter.add(1000, counts(25, 200, null))).toEqual({ rate: 200, timeLeft: 3 });
  });

  it('forgets what lies more than ten seconds back', () => {
    const meter = new ProgressMeter();
    meter.add(0, counts(0, 0));
    meter.add(60_000, counts(0, 0));
    meter.add(65_000, counts(0, 250));
    expect(meter.add(70_000, counts(0, 500)).rate).toBe(50);
  });
});
