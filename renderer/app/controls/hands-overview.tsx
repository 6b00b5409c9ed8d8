import { useStore } from 'zustand';
import { Skeleton } from '../../ui/index.ts';
import { useServices } from '../services.tsx';
import styles from './controls.module.css';
import { handRows } from './hand-rows.ts';
import { useListedCommands } from './listed-commands.ts';

/** Of the settings: every button of mouse and devices, with what it does now. */
export function HandsOverview() {
  const { controls: book, hands } = useServices();
  const controls = useStore(book.view, (view) => view.controls);
  const allowed = useStore(hands.view, (view) => view.allowed);
  const commands = useListedCommands();
  return (
    <fieldset className={styles['section']}>
      <legend>What each button does</legend>
      {commands === null ? (
        <Skeleton width="100%" height="220px" />
      ) : (
        // It scrolls, so that the keys can be given to it.
        <div className={styles['overview']} role="region" aria-label="What each button does" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Button or wheel</th>
                <th scope="col">What it does</th>
              </tr>
            </thead>
            <tbody>
              {handRows(controls, allowed, commands).map(({ by, does }) => (
                <tr key={by}>
                  <th scope="row">
                    <bdi>{by}</bdi>
                  </th>
                  <td>{does}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </fieldset>
  );
}
