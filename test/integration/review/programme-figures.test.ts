import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { RadpeerRow } from '../../../shared/review/export.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { ADA, closedProgramme, CORA } from './closed-programme.ts';

const REST = { each: 12, scores: ['1', '1', '1', '1', '2a', '2b', '1', '1', '3b'] } as const;

it('a programme of months: figures, one’s own beside the group, numbers, and a registry file with nobody in it', async () => {
  const { station, programmeId, as } = await closedProgramme(await tempDir(), {
    authors: [
      { name: ADA.name, each: 12, scores: ['2a', '1', '1'] },
      { ...REST, name: 'VANTERPOOL, Eloise' },
      { ...REST, name: 'Paul Other' },
      { ...REST, name: 'Quentin Other' },
      { name: 'Rare Other', each: 1, scores: ['3b'] },
    ],
    months: ['2026-08', '2026-09'],
    unarbitrated: 2,
  });
  try {
    const figures = await answer<Response<'review.figures'>>(station, 'review.figures', { programmeId, event: 'any' });
    expect(figures.volume).toMatchObject({ drawn: 98, settled: 96, open: 2 });
    expect(figures.by[0]?.rows.filter(({ shown }) => shown === null)).toHaveLength(2);
    expect(figures.agreement?.cases).toBeGreaterThanOrEqual(10);

    // Numbers, in the store and sealed.
    const { numbers } = await answer<Response<'review.numbers'>>(station, 'review.numbers', {});
    const given = numbers.filter(({ name }) => name !== 'Paul Other, North');
    for (const [at, { reader }] of given.entries()) {
      await answer(station, 'review.setNumber', { reader, number: String(9_871_000 + at) });
    }
    const { index } = station.access.requireStore();
    expect(JSON.stringify(index.prepare('SELECT * FROM review_number').all())).not.toContain('9871');
    const bad = await station.call('review.setNumber', { reader: 'a'.repeat(26), number: '1' });
    expect(bad).toMatchObject({ ok: false, error: { code: 'review/no-such-reader' } });
    const state = await answer<Response<'review.registry'>>(station, 'review.registry', { programmeId });
    expect(state).toMatchObject({ groupId: '4711', arbitration: 2, underWay: 0 });
    expect(state.lacking).toEqual([{ name: 'Paul Other, North', cases: expect.any(Number) as number }]);
    expect(state.ready + (state.lacking[0]?.cases ?? 0)).toBe(96);

    const out = await tempDir();
    const texts = await Promise.all(
      (['csv', 'xml'] as const).map(async (format) => {
        const file = path.join(out, `radpeer.${format}`);
        const written = await answer<{ rows: number }>(station, 'review.exportRegistryFile', {
          programmeId,
          format,
          file,
        });
        expect(written.rows).toBe(state.ready);
        return readFileSync(file, 'utf8');
      }),
    );
    const plots = path.join(out, 'author.csv');
    await answer(station, 'review.exportFiguresFile', { programmeId, event: 'any', plot: 'author', file: plots });
    texts.push(readFileSync(plots, 'utf8'));
    for (const text of texts) expect(text).not.toMatch(/CANARY|VANTERPOOL|Eloise|771-23|Ada|Paul|Other|North/);
    const lines = (texts[0] ?? '').trimEnd().split('\r\n').slice(1);
    for (const line of lines) expect(line.split(',')).toHaveLength(Object.keys(RadpeerRow.shape).length);

    await as(ADA.name);
    const { programmes } = await answer<Response<'review.myFigures'>>(station, 'review.myFigures', { event: 'any' });
    expect(programmes).toMatchObject([{ total: { cases: 24, events: 8 }, settled: 24, group: { until: '2026-08' } }]);
    expect(programmes[0]?.lessons.filter(({ learningPoint }) => learningPoint !== '')).toHaveLength(8);
    const told = JSON.stringify(programmes);
    for (const { reader, name } of numbers) {
      expect(told).not.toContain(reader);
      expect(told).not.toContain(name);
    }
    const mine = path.join(out, 'mine.csv');
    await answer(station, 'review.exportMyFiguresFile', { programmeId, event: 'any', plot: 'beside', file: mine });
    expect(readFileSync(mine, 'utf8')).toMatch(/\r\nbeside,you,rate,0\.3333,[^\r]*,24,8,\r\nbeside,the others,rate,/);
    expect(readFileSync(mine, 'utf8')).not.toMatch(/CANARY|VANTERPOOL|Paul|Other|North/);
    for (const name of ['review.figures', 'review.numbers', 'review.registry']) {
      const refused = await station.call(name, { programmeId, event: 'any' });
      expect(refused.ok).toBe(false);
    }
    await as(CORA.name);
    const own = await answer<Response<'review.myFigures'>>(station, 'review.myFigures', { event: 'any' });
    expect(own.programmes).toEqual([]);
    const file = path.join(out, 'none.csv');
    const none = await station.call('review.exportMyFiguresFile', { programmeId, event: 'any', plot: 'beside', file });
    expect(none).toMatchObject({ ok: false, error: { code: 'review/no-such-programme' } });
  } finally {
    await station.close();
  }
});
