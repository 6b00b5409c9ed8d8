import { useEffect, useState } from 'react';
import type { ReviewId, StudyId } from '../../shared/model/ids.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';

/** The case whose copy a study is; null: it is a study to report. Undefined until the station has said. */
export function useCaseOfStudy(studyId: StudyId): ReviewId | null | undefined {
  const { link } = useServices();
  const notices = useNotices();
  const [said, setSaid] = useState<{ readonly of: StudyId; readonly reviewId: ReviewId | null } | null>(null);
  useEffect(() => {
    let gone = false;
    link.call('review.ofStudy', { studyId }).then(
      ({ reviewId }) => {
        if (!gone) setSaid({ of: studyId, reviewId });
      },
      (error: unknown) => notices.fail(error, 'What stands beside this study'),
    );
    return () => {
      gone = true;
    };
  }, [link, notices, studyId]);
  return said?.of === studyId ? said.reviewId : undefined;
}
