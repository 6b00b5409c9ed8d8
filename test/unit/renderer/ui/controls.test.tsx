// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LinePlot, Menu, ProgressBar, Tabs, TextField } from '../../../../renderer/ui/index.ts';
import { bytesText, durationText } from '../../../../renderer/ui/index.ts';

afterEach(cleanup);

describe('Menu', () => {
  it('opens on its first item, moves by arrows, acts, and gives the focus back', () => {
    const lock = vi.fn();
    const quit = vi.fn();
    render(
      <Menu
        label="Reader"
        items={[
          { id: 'lock', label: 'Lock', run: lock },
          { id: 'quit', label: 'Quit', run: quit },
        ]}
      />,
    );
    const button = screen.getByRole('button', { name: 'Reader' });
    fireEvent.click(button);
    expect(document.activeElement?.textContent).toBe('Lock');
    fireEvent.keyDown(document.activeElement ?? button, { key: 'ArrowUp' });
    expect(document.activeElement?.textContent).toBe('Quit');
    fireEvent.click(document.activeElement ?? button);
    expect([lock.mock.calls.length, quit.mock.calls.length, document.activeElement]).toEqual([0, 1, button]);
    expect(screen.queryByRole('menu')).toBeNull();
    fireEvent.click(button);
    fireEvent.keyDown(document.activeElement ?? button, { key: 'Escape' });
    expect([screen.queryByRole('menu'), document.activeElement]).toEqual([null, button]);
  });
});

describe('Tabs', () => {
  it('chooses with the arrows and keeps one tab in the tab order', () => {
    const choose = vi.fn();
    const tabs = [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B', count: 3 },
    ] as const;
    render(<Tabs label="Lists" tabs={tabs} chosen="a" onChoose={choose} panelId="panel" />);
    fireEvent.keyDown(screen.getByRole('tab', { name: 'A' }), { key: 'ArrowLeft' });
    expect(choose).toHaveBeenCalledWith('b');
    expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([0, -1]);
  });
});

describe('TextField', () => {
  it('ties its label and its problem to the input', () => {
    render(<TextField label="Name" problem="It is empty." />);
    const input = screen.getByLabelText('Name');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe('It is empty.');
  });
});

describe('ProgressBar', () => {
  it('says done, total, bytes, rate and time left, and cancels', () => {
    const cancel = vi.fn();
    render(
      <ProgressBar
        label="Import"
        done={90}
        total={189}
        doneBytes={18e6}
        totalBytes={38e6}
        rate={5.2e6}
        timeLeft={125}
        onCancel={cancel}
      />,
    );
    const bar = screen.getByRole('progressbar', { name: 'Import' });
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['90', '189']);
    screen.getByText('18.0 MB of 38.0 MB · 5.2 MB/s · 2 min 05 s left');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel: Import' }));
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('has no value while the total is still counted', () => {
    render(<ProgressBar label="Import" done={3} total={null} />);
    expect(screen.getByRole('progressbar').hasAttribute('aria-valuenow')).toBe(false);
    screen.getByText('3 / …');
  });
});

describe('bytesText and durationText', () => {
  it('write sizes and times for people', () => {
    expect([0, 999, 1000, 38_400_000, 2e12].map(bytesText)).toEqual(['0 B', '999 B', '1.0 kB', '38.4 MB', '2.0 TB']);
    expect([-1, 0.4, 59.6, 61, 3600, 7300].map(durationText)).toEqual([
      '0 s',
      '0 s',
      '1 min 00 s',
      '1 min 01 s',
      '1 h 00 min',
      '2 h 01 min',
    ]);
  });
});

describe('LinePlot', () => {
  const points = [
    { at: 0, value: 10 },
    { at: 1, value: 20 },
  ];
  const linesOf = (target: number | null): (string | null)[] => {
    const { container } = render(
      <LinePlot
        title="Turnaround"
        points={points}
        valueName="Minutes"
        target={target}
        atText={String}
        valueText={String}
      />,
    );
    return [...container.querySelectorAll('polyline')].map((line) => line.getAttribute('points'));
  };

  it('draws its target across, and reaches as far as the target stands', () => {
    // Of 56 units of height: a value of 20 under a target of 40 stands half way up.
    expect(linesOf(40)).toEqual(['0.0,42.0 240.0,28.0', '0.0,0.0 240.0,0.0']);
    expect(linesOf(null)).toEqual(['0.0,28.0 240.0,0.0']);
  });
});
