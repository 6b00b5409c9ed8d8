import { createContext, useContext } from 'react';
import type { DocumentLine, ObjectLink } from '../../shared/model/dicom-object.ts';
import { classNames } from '../ui/index.ts';
import { gatherLines } from './gather-lines.ts';
import styles from './objects.module.css';

/** Where a link leads, in words, and there; null where what it names is not here. */
export interface FoundLink {
  readonly words: string;
  readonly go: () => void;
}

export type FindLink = (link: ObjectLink, frame: number | null) => FoundLink | null;
export const LinkContext = createContext<FindLink>(() => null);

/** Links and frames that one line shows; a hundred are enough to go anywhere. */
const MOST_LINKS = 200;
const DEEPEST = 4;

/** A document as text: nothing in it is ever markup (fault F48). */
export function DocumentLines({ lines }: { readonly lines: readonly DocumentLine[] }) {
  const find = useContext(LinkContext);
  const isMissing = ({ links }: DocumentLine): boolean => links.every((link) => find(link, null) === null);
  return gatherLines(lines, isMissing).map((line, place) =>
    typeof line === 'number' ? (
      <p key={place} className={classNames(styles['line'], styles['quiet'])}>
        {`${line} objects are named that are not here`}
      </p>
    ) : (
      <Line key={place} line={line} />
    ),
  );
}

function Line({ line: { depth, heading, name, text, links } }: { readonly line: DocumentLine }) {
  const indent = depth > 0 && styles[`depth${Math.min(depth, DEEPEST)}`];
  if (heading) return <h3 className={classNames(styles['heading'], indent)}>{name}</h3>;
  return (
    <p className={classNames(styles['line'], indent)}>
      {name === null ? null : (
        <span className={styles['quiet']}>{`${name}${text === null && links.length === 0 ? '' : ': '}`}</span>
      )}
      {text === null ? null : <bdi>{text}</bdi>}
      {links.length === 0 ? null : ' '}
      {links.slice(0, MOST_LINKS).map((link, place) => (
        <Link key={place} link={link} />
      ))}
    </p>
  );
}

function Link({ link }: { readonly link: ObjectLink }) {
  const find = useContext(LinkContext);
  const frames = link.frames.length === 0 ? [null] : link.frames.slice(0, MOST_LINKS);
  return frames.map((frame) => {
    const found = find(link, frame);
    return found ? (
      <button key={frame} type="button" className={styles['link']} onClick={found.go}>
        {found.words}
      </button>
    ) : (
      <span key={frame} className={styles['quiet']}>
        (not here){' '}
      </span>
    );
  });
}
