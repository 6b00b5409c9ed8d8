import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { FormActions } from './form-group.tsx';

/**
 * Asked in place of a form's own buttons when it is closed with something in it that is not saved. Whoever stays is back where they typed.
 * Escape asks, and once more is "Go on editing": the form's owner says so.
 */
export function LeaveQuestion({
  words,
  leave = 'Leave without saving',
  onStay,
  onLeave,
}: {
  /** "What you typed is not saved." */
  readonly words: string;
  readonly leave?: string;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
  return (
    <div role="alert">
      <p>{words}</p>
      <FormActions>
        <Button autoFocus onClick={onStay}>
          Go on editing
        </Button>
        <Button tone="danger" onClick={onLeave}>
          {leave}
        </Button>
      </FormActions>
    </div>
  );
}
