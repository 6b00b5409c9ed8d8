import { ProtocolEditor } from '../../hanging/index.ts';
import type { EditedProtocol } from '../../hanging/index.ts';
import { useDesk } from '../desk-context.tsx';

/** A protocol in its editor, over the open case. */
export function EditorOnDesk({ of }: { readonly of: EditedProtocol }) {
  const desk = useDesk();
  const close = (): void => desk.hanging.ask(null);
  const hang = (id: string): void => {
    close();
    desk.hanging.want(id);
    void desk.hanging.again();
  };
  return <ProtocolEditor of={of} onClose={close} onHang={hang} />;
}
