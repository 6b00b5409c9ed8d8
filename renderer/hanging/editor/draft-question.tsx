import type { KeptDraft } from '../../../shared/hanging/protocol/kept.ts';
import { localMinutes } from '../../app/local-time.ts';
import { Button, Dialog } from '../../ui/index.ts';

/** What was changed before and not kept: gone on with, or not. */
export function DraftQuestion({
  draft: { draft, savedAt },
  version,
  onGoOn,
  onAnew,
  onClose,
}: {
  readonly draft: KeptDraft;
  /** Of what is kept now. */
  readonly version: number;
  readonly onGoOn: () => void;
  readonly onAnew: () => void;
  readonly onClose: () => void;
}) {
  const isOlder = draft.version !== null && draft.version !== version;
  return (
    <Dialog
      title="Changes that are not kept yet"
      open
      onClose={onClose}
      actions={
        <>
          <Button tone="danger" onClick={onAnew}>
            Drop them, and begin with what is kept
          </Button>
          <Button tone="primary" data-autofocus="" onClick={onGoOn}>
            Go on with them
          </Button>
        </>
      }
    >
      <p>
        You changed “{draft.document.name}” on {localMinutes(savedAt)} and did not keep it.
      </p>
      {isOlder ? (
        <p role="alert">
          It was made from version {draft.version}; version {version} is kept now, and would be replaced by a new one.
        </p>
      ) : null}
    </Dialog>
  );
}
