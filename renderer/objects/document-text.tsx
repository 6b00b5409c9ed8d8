import { useMemo } from 'react';
import type { DocumentLine } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { FrameRef } from '../viewer/index.ts';
import { DocumentLines, LinkContext } from './document-lines.tsx';
import { findLink } from './find-link.ts';

/** A document of a stranger as text, with ways to the pictures that it names. */
export function DocumentText({
  lines,
  studies,
  show,
  open,
}: {
  readonly lines: readonly DocumentLine[];
  readonly studies: readonly StudyForReading[];
  readonly show: (ref: FrameRef) => void;
  readonly open: (objectId: ObjectId) => void;
}) {
  const find = useMemo(() => findLink(studies, { show, open }), [studies, show, open]);
  return (
    <LinkContext value={find}>
      <DocumentLines lines={lines} />
    </LinkContext>
  );
}
