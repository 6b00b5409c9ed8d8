// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Emergency, EmergencyDialog } from '../../../../../renderer/app/emergency/index.ts';
import { emergencyCalls } from '../../../../../renderer/app/emergency/emergency-calls.ts';
import type { AccessState } from '../../../../../shared/contract/access.ts';
import type { BreakGlassGrant, EmergencyStudy } from '../../../../../shared/contract/audit.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { StudyForReading } from '../../../../../shared/model/study.ts';
import { codeRejected } from '../../../../helpers/app-errors.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import { personId, studyId, worklistRow } from '../../helpers/worklist-rows.ts';

const FOUND: EmergencyStudy = {
  ...{ studyId: studyId(4), studyDate: '20260301', modalities: ['CT'], site: 'North', objects: 842 },
};
const PRIOR = {
  ...{ studyId: studyId(5), studyUid: '2.25.5', studyDate: null, modalities: ['CT'], description: null },
  ...{ bodyParts: [], site: 'North', relevance: 1, reasons: [], reportState: 'none' as const },
};
const STUDY: StudyForReading = { study: worklistRow(4), series: [], priors: [PRIOR] };
const GRANT: BreakGlassGrant = {
  ...{ grantId: 'g1', personId: personId(1), personName: 'Ben', studyId: studyId(4), code: 'emergency' as const },
  ...{ reason: 'nobody answers', at: '2026-11-22T06:00:00.000Z', until: '2026-11-22T18:00:00.000Z', endedAt: null },
  ...{ reviewedBy: null, reviewedAt: null, verdict: null, note: null },
};
const PROOF = 'Your own passphrase, to show that it is you';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

function stationOf(studies: readonly EmergencyStudy[] = [FOUND]): FakeStation {
  // Of the whole state the window asks for nothing else here.
  const state: AccessState = {
    ...{ store: 'open', kind: 'evaluation', people: [], reader: null, session: null, signIn: null },
    ...{ recoveryConfirmed: true, movement: null, trouble: null },
  };
  return new FakeStation({
    'access.prove': ({ proof }) => {
      if (proof !== 'right') throw new AppError('access/wrong-passphrase', 'no');
      return state;
    },
    'access.emergencyStudies': () => ({ studies: [...studies] }),
    'access.breakGlass': () => ({ grant: GRANT, study: STUDY }),
    'access.endBreakGlass': () => ({ studies: [studyId(4)] }),
  });
}

function open(station: FakeStation, row: Parameters<typeof EmergencyDialog>[0]['row'] = null) {
  let closed = 0;
  const link = station;
  const emergency = new Emergency(link, {
    prove: async (proof) => void (await link.call('access.prove', { proof })),
  });
  shown = show(station, <EmergencyDialog emergency={emergency} row={row} open onClose={() => (closed += 1)} />);
  return { emergency, closed: () => closed };
}

const type = (label: RegExp | string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

describe('emergency access', () => {
  it('finds a study by its number, without a name, and opens it for a reason and a passphrase', async () => {
    const station = stationOf();
    const { emergency, closed } = open(station);
    const begin = button('Open it in an emergency');
    type('Number, whole', ' A-12 ');
    fireEvent.click(button('Find studies'));
    await screen.findByRole('radio', { name: 'CT · 2026-03-01 · North · 842 objects', checked: true });
    type(PROOF, 'right');
    expect(begin.disabled).toBe(true);
    type(/^Reason, in your words/, 'nobody answers');
    expect(begin.disabled).toBe(false);
    fireEvent.click(begin);
    await waitFor(() => expect(closed()).toBe(1));
    expect(emergency.view.getState().open?.grant.grantId).toBe('g1');
    expect(station.asked.map(({ name }) => name)).toEqual([
      'access.emergencyStudies',
      'access.prove',
      'access.breakGlass',
    ]);
    expect(station.asked[0]?.request).toEqual({ target: { kind: 'accession', accession: 'A-12' } });
  });

  it('chooses none of several by itself', async () => {
    open(stationOf([FOUND, { ...FOUND, studyId: studyId(6), modalities: ['MR'] }]));
    fireEvent.change(screen.getByRole('combobox', { name: /number that was said/ }), {
      target: { value: 'patient-id' },
    });
    type('Number, whole', '4711');
    fireEvent.click(button('Find studies'));
    await screen.findByText('2 studies, the newest first:');
    expect(screen.queryByRole('radio', { checked: true })).toBeNull();
  });

  it('says where there is none, and opens nothing', async () => {
    open(stationOf([]));
    type('Number, whole', 'A-13');
    fireEvent.click(button('Find studies'));
    await screen.findByText(/There is none in this store/);
    type(/^Reason, in your words/, 'nobody answers');
    type(PROOF, 'right');
    expect(button('Open it in an emergency').disabled).toBe(true);
  });

  it('opens nothing after a wrong passphrase', async () => {
    const station = stationOf();
    const { emergency } = open(station, worklistRow(4));
    type(/^Reason, in your words/, 'nobody answers');
    type(PROOF, 'wrong');
    fireEvent.click(button('Open it in an emergency'));
    await screen.findByText(/This passphrase does not open the store/);
    expect(emergency.view.getState().open).toBeNull();
    expect(station.asked.some(({ name }) => name === 'access.breakGlass')).toBe(false);
  });

  it('takes the pictures away at once when it is ended', async () => {
    const station = stationOf();
    const { emergency } = open(station);
    await act(() => emergency.begin({ studyId: studyId(4), code: 'other', reason: 'x' }, 'right'));
    const ending = emergency.end();
    expect(emergency.view.getState().open).toBeNull();
    await ending;
    expect(station.asked.at(-1)?.name).toBe('access.endBreakGlass');
  });
});

describe('the calls of a desk in an emergency', () => {
  it('show the one study that was granted, no prior, and keep nothing where the role keeps nothing', async () => {
    const station = stationOf();
    const call = emergencyCalls(STUDY, ['administrator'], station.call);
    expect(await call('study.open', { studyId: studyId(4) })).toEqual({ ...STUDY, priors: [] });
    expect(await codeRejected(call('study.open', { studyId: studyId(5) }))).toBe('access/not-allowed');
    expect(await call('reading.load', { studyId: studyId(4) })).toEqual({ measurements: [], desk: null });
    expect(await call('reading.seen', { studyId: studyId(4) })).toEqual({ objects: [], aside: [] });
    expect(station.asked).toEqual([]);
  });

  it('ask the station for what the role may', async () => {
    const station = stationOf();
    const call = emergencyCalls(STUDY, ['reader'], station.call);
    await call('reading.load', { studyId: studyId(4) }).catch(() => undefined);
    expect(station.asked.map(({ name }) => name)).toEqual(['reading.load']);
  });
});
