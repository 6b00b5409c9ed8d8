// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CheckDialog } from '../../../../../renderer/app/onboarding/index.ts';
import { summaryWords, tookWords } from '../../../../../renderer/app/onboarding/check-words.ts';
import type { SelfCheck } from '../../../../../shared/model/self-test.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

const at = '2026-11-22T12:00:00Z';
const check = (id: string, state: SelfCheck['state'], next: string | null = null): SelfCheck => ({
  ...{ id, name: `The ${id}`, state, result: `What of ${id}.`, next, ms: 12 },
});
const CHECKS = [check('disk', 'ok'), check('provider', 'failed', 'Check the line.'), check('audit', 'not-set')];

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

describe('the check of a station in the window', () => {
  it('begins by itself, says first what does not work, and looks again by one key', async () => {
    let asked = 0;
    const station = new FakeStation({
      'profile.selfTest': () => {
        asked += 1;
        return { at, checks: asked === 1 ? CHECKS : [check('disk', 'ok')] };
      },
    });
    shown = show(station, <CheckDialog open onClose={() => undefined} />);
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(3));
    expect(screen.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)).toEqual([
      'The provider',
      'The disk',
      'The audit',
    ]);
    expect(screen.getByText('1 does not work; 1 works.')).toBeTruthy();
    expect(screen.getByText('Check the line.')).toBeTruthy();
    fireEvent.keyDown(document, { key: 'r' });
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
    expect(screen.getByText('Everything that is set up works.')).toBeTruthy();
    expect(asked).toBe(2);
  });

  it('asks nothing while it is closed', () => {
    shown = show(new FakeStation({}), <CheckDialog open={false} onClose={() => undefined} />);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('counts and times in words', () => {
    const warned = [check('a', 'warning'), check('b', 'failed'), check('c', 'failed')];
    expect(summaryWords({ at, checks: warned })).toBe('2 do not work, 1 to look at; 0 work.');
    expect([tookWords(12.4), tookWords(1420)]).toEqual(['12 ms', '1.4 s']);
  });
});
