import type { StudyId } from '../../../shared/model/ids.ts';
import { Button, EmptyState } from '../../ui/index.ts';

/** One study on the desk: images and report. */
export function DeskScreen({ onClose }: { readonly studyId: StudyId; readonly onClose: () => void }) {
  return <EmptyState title="The reading desk is not there yet" actions={<Button onClick={onClose}>Back</Button>} />;
}
