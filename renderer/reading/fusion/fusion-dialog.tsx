import { useStore } from 'zustand';
import { useWordsWithKeys } from '../../app/commands/index.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { useDesk } from '../desk-context.tsx';
import { fuseWith, fusionPartners } from './fusion-acts.ts';
import type { FusionPartner } from './fusion-partners.ts';
import styles from './fusion-dialog.module.css';

/** Asks which series is laid over the active viewport, where it is not obvious. */
export function FusionDialog() {
  const desk = useDesk();
  const worded = useWordsWithKeys();
  const asking = useStore(desk.fusion.asking);
  const partners = asking ? fusionPartners(desk) : [];
  const close = (): void => desk.fusion.asking.setState(false, true);
  const take = (partner: FusionPartner): void => {
    close();
    fuseWith(desk, partner);
  };
  return (
    <Dialog title="Fuse with" open={asking} onClose={close} actions={<Button onClick={close}>Cancel</Button>}>
      <ul className={styles['partners']}>
        {partners.map((partner) => (
          <li key={`${partner.series.seriesUid} ${partner.stack.number}`}>
            <Button disabled={partner.refused !== null} onClick={() => take(partner)}>
              {partner.name}
            </Button>
            {partner.by === null ? null : <span>approximate, {partner.by}</span>}
            {partner.refused === null ? null : <span>Not possible: {worded(partner.refused)}.</span>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
