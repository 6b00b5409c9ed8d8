import { Button, Dialog } from '../../ui/index.ts';
import { useDesk, useDeskTools } from '../desk-context.tsx';
import styles from '../fusion/fusion-dialog.module.css';
import { subtractPartners, subtractSeries } from './subtract-acts.ts';
import type { SubtractPartner } from './subtract-acts.ts';

/** Asks which series is taken from the one in the active viewport, where it is not obvious. */
export function SubtractDialog() {
  const desk = useDesk();
  const asking = useDeskTools((tools) => tools.subtracting);
  const partners = asking ? subtractPartners(desk) : [];
  const close = (): void => desk.stores.tools.setState({ subtracting: false });
  const take = (partner: SubtractPartner): void => {
    close();
    subtractSeries(desk, partner);
  };
  return (
    <Dialog
      title="Subtract from this series"
      open={asking}
      onClose={close}
      actions={<Button onClick={close}>Cancel</Button>}
    >
      <ul className={styles['partners']}>
        {partners.map((partner) => (
          <li key={`${partner.taken.seriesUid} ${partner.taken.stack}`}>
            <Button disabled={partner.refused !== null} onClick={() => take(partner)}>
              {partner.name}
            </Button>
            {partner.refused === null ? (
              <span>{partner.unit === '' ? 'differences without a unit' : `differences in ${partner.unit}`}</span>
            ) : (
              <span>Not possible: {partner.refused}.</span>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
