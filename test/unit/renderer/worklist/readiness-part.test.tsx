// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ReadinessPart } from '../../../../renderer/worklist/preview/readiness-part.tsx';
import type { ReadinessFacts } from '../../../../shared/model/readiness.ts';

const facts: ReadinessFacts = {
  pixels: { received: 4, expected: 4, damaged: 0, verified: 4, decodable: 4 },
  site: { name: 'St. Anna', completeAt: '2026-11-22T02:14:00Z' },
  priors: [{ date: '20190312', state: 'unreachable', where: null, waived: false }],
  ...{ priorReports: null, order: 'here', template: true, contacts: 2, lease: 'none', coming: null },
};

afterEach(cleanup);

describe('ReadinessPart', () => {
  it('says in one line what stands in the way, and behind it each condition with its state in words', () => {
    render(<ReadinessPart facts={facts} />);
    screen.getByText('not ready offline: without prior 2019-03, archive unreachable');
    const list = screen.getByLabelText('What reading offline needs');
    const lines = within(list)
      .getAllByRole('listitem', { hidden: true })
      .map((item) => item.textContent);
    expect(lines).toHaveLength(8);
    expect(lines).toContain('● met: all 4 images here, checked and decodable');
    expect(lines).toContain('? unknown: no archive was asked for reports of priors');
    expect(lines.some((line) => /^● met: St\. Anna said complete at \d\d:\d\d$/.test(line ?? ''))).toBe(true);
  });
});
