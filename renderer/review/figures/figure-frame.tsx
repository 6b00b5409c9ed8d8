import type { ReactNode } from 'react';
import { Button } from '../../ui/index.ts';
import styles from './figures.module.css';

export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A plot with what it comes to in words, and the same as a table behind it. */
export function FigureFrame({
  title,
  summary,
  table,
  note,
  onCsv,
  children,
}: {
  readonly title: string;
  readonly summary: string;
  readonly table: FigureTable;
  readonly note?: ReactNode;
  /** Writes the table to a file; absent: it is not offered. */
  readonly onCsv?: () => void;
  /** The drawing: read by nobody who hears the window, who has the summary and the table. */
  readonly children: ReactNode;
}) {
  return (
    <figure className={styles['figure']} aria-label={title}>
      <figcaption className={styles['caption']}>
        <strong>{title}</strong>
        <span className={styles['quiet']}>{summary}</span>
      </figcaption>
      <div role="img" aria-label={`${title}: ${summary}`}>
        {children}
      </div>
      {note === undefined ? null : <p className={styles['quiet']}>{note}</p>}
      <div className={styles['behind']}>
        <details>
          <summary>As a table</summary>
          <table className={styles['table']} aria-label={title}>
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join('|')}>
                  {row.map((cell, at) =>
                    at === 0 ? (
                      <th key={table.columns[at]} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={table.columns[at]}>{cell}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </details>
        {onCsv === undefined ? null : (
          <Button tone="quiet" aria-label={`Save as CSV: ${title}`} onClick={onCsv}>
            Save as CSV
          </Button>
        )}
      </div>
    </figure>
  );
}
