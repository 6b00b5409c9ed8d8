// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Button, Dialog } from '../../../../renderer/ui/index.ts';
import { mendDom } from '../helpers/dom.tsx';

beforeAll(mendDom);
afterEach(cleanup);

const dialog = (open: boolean, onClose: () => void, dismissible = true) => (
  <>
    <button type="button">before</button>
    <Dialog
      title="Erase the study?"
      open={open}
      onClose={onClose}
      dismissible={dismissible}
      actions={
        <>
          <Button data-autofocus>Keep it</Button>
          <Button tone="danger">Erase it</Button>
        </>
      }
    >
      It cannot be brought back.
    </Dialog>
  </>
);

describe('Dialog', () => {
  it('is named by its title, focuses the safe answer, and gives the focus back', () => {
    const { rerender } = render(dialog(false, () => undefined));
    screen.getByText('before').focus();
    rerender(dialog(true, () => undefined));
    expect(screen.getByRole('dialog', { name: 'Erase the study?' })).toHaveProperty('open', true);
    expect(document.activeElement?.textContent).toBe('Keep it');
    rerender(dialog(false, () => undefined));
    expect(document.activeElement?.textContent).toBe('before');
  });

  it('asks to be closed by Escape, unless it must be answered', () => {
    const onClose = vi.fn();
    const { rerender } = render(dialog(true, onClose));
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));
    expect(onClose).toHaveBeenCalledOnce();
    rerender(dialog(true, onClose, false));
    const cancel = new Event('cancel', { cancelable: true });
    fireEvent(screen.getByRole('dialog'), cancel);
    expect([onClose.mock.calls.length, cancel.defaultPrevented]).toEqual([1, true]);
  });

  it('takes every Escape itself: the browser is left none to close it by', () => {
    const onClose = vi.fn();
    render(dialog(true, onClose));
    const press = (): boolean => fireEvent.keyDown(screen.getByText('Keep it'), { key: 'Escape' });
    expect([press(), press(), onClose.mock.calls.length]).toEqual([false, false, 2]);
  });

  it('keeps the Escape of a dialog that lies over it to that one', () => {
    const [outer, inner] = [vi.fn(), vi.fn()];
    render(
      <Dialog title="Settings" open onClose={outer}>
        <Dialog title="Add a source" open onClose={inner}>
          Not saved yet.
        </Dialog>
      </Dialog>,
    );
    fireEvent(screen.getByRole('dialog', { name: 'Add a source' }), new Event('cancel', { cancelable: true }));
    expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([0, 1]);
  });

  it('is open again where the browser closed it without asking, and asks then', () => {
    const onClose = vi.fn();
    render(dialog(true, onClose));
    const shown = screen.getByRole<HTMLDialogElement>('dialog');
    shown.open = false;
    fireEvent(shown, new Event('close'));
    expect([shown.open, onClose.mock.calls.length]).toEqual([true, 1]);
  });

  it('writes no style tag', () => {
    render(dialog(true, () => undefined));
    expect(document.querySelectorAll('style')).toHaveLength(0);
  });
});
