import { Button, Dialog } from '../../ui/index.ts';
import { CasePane } from '../case-pane.tsx';
import type { PriorOpinion } from './use-prior-opinion.ts';

/** The case of a prior report, over the desk: what is typed there goes nowhere near the report that is written. */
export function PriorOpinionDialog({ opinion: { reviewId, said, say, close } }: { readonly opinion: PriorOpinion }) {
  if (reviewId === null) return null;
  return (
    <Dialog
      open
      title="Opinion on the prior report"
      width="wide"
      onClose={close}
      actions={<Button onClick={close}>Back to the study</Button>}
    >
      <CasePane reviewId={reviewId} said={said} onSay={say} />
    </Dialog>
  );
}
