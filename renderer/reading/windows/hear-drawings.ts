import type { DeskSession } from '../desk-session.ts';
import { studiesOf } from '../stores.ts';

/** Another window wrote drawings or marks of the open case to the journal: shown here as they stand there. */
export async function hearDrawings(session: DeskSession): Promise<void> {
  const open = session.stores.open.getState();
  if (open.status !== 'open') return;
  const still = session.ifStill();
  try {
    const { measurements } = await session.call('reading.load', { studyId: open.current.study.studyId });
    if (!still()) return;
    session.measurements.hear(measurements);
    for (const study of studiesOf(open)) session.marks.know(study);
  } catch (error) {
    session.failed(error, 'Measurements of the other window');
  }
}
