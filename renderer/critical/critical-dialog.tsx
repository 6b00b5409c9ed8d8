import { useState } from 'react';
import type { CommunicationAct } from '../../shared/contract/communications.ts';
import type { Communication } from '../../shared/model/communication.ts';
import type { CommunicationId, ReportId, StudyId } from '../../shared/model/ids.ts';
import { communicationState } from '../../shared/rules/communication/state.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useFirst } from '../app/use-first.ts';
import { useTask } from '../app/use-task.ts';
import { Button, Dialog, FailureLine } from '../ui/index.ts';
import { LoopView } from './loop-view.tsx';
import { OpenForm } from './open-form.tsx';

/** Findings of one study that somebody has to be told of: open one, log each attempt, say who was told and that it was read back. */
export function CriticalDialog({
  studyId,
  reportId,
  proposed,
  onClose,
}: {
  readonly studyId: StudyId;
  readonly reportId: ReportId | null;
  /** Words of the report that it is about; empty: none were chosen. */
  readonly proposed: string;
  readonly onClose: () => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [all, setAll] = useState<readonly Communication[] | null>(null);
  const { start } = task;
  const load = async (): Promise<void> =>
    setAll((await link.call('communication.ofStudy', { studyId })).communications);
  useFirst(() => start(load));
  const add = (communicationId: CommunicationId, act: CommunicationAct): void =>
    start(async () => {
      await link.call('communication.add', { communicationId, act });
      await load();
    });
  // What is still to be told stands first.
  const shown = (all ?? []).toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  const firstOpen = shown.find((one) => isOpen(one));
  const failure = task.failure === null ? null : errorWords(task.failure);
  return (
    <Dialog
      title="Critical findings"
      open
      width="wide"
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <FailureLine said={failure} />
      {shown.map((one) => (
        <LoopView
          key={one.communicationId}
          communication={one}
          busy={task.busy}
          hasKeys={one === firstOpen}
          onAct={(act) => add(one.communicationId, act)}
        />
      ))}
      {all === null ? null : (
        <OpenForm
          proposed={proposed}
          isFirst={all.length === 0}
          busy={task.busy}
          onOpen={(category, finding) =>
            start(async () => {
              await link.call('communication.open', { studyId, reportId, category, finding });
              await load();
            })
          }
        />
      )}
    </Dialog>
  );
}

function isOpen(one: Communication): boolean {
  return ['open', 'attempted'].includes(communicationState(one));
}
