import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ObjectContent, PresentationContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import { PDF } from '../../shared/model/pdf.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { errorWords } from '../app/notices/index.ts';
import { Button, classNames } from '../ui/index.ts';
import type { FrameRef } from '../viewer/index.ts';
import { DocumentLines, LinkContext } from './document-lines.tsx';
import { PdfPages } from './document/pdf-pages.tsx';
import { DetectionFacts } from './detection-facts.tsx';
import { findLink } from './find-link.ts';
import { KeyImages, StateFacts } from './marked-content.tsx';
import type { ObjectKeeper } from './object-keeper.ts';
import type { ObjectPart } from './object-layers.ts';
import { objectTitle } from './object-words.ts';
import type { ReadState } from './objects-store.ts';
import { PartList } from './part-list.tsx';
import { RegistrationFacts } from './registration-facts.tsx';
import { ValueMapFacts } from './value-map-facts.tsx';
import type { MapChoice } from './value-map-facts.tsx';
import { WaveformPlot } from './waveform-plot.tsx';
import { doseLine } from '../../shared/rules/dose-line.ts';
import styles from './objects.module.css';

export interface ObjectPanelProps {
  readonly keeper: ObjectKeeper;
  /** Of the open case: what a link may lead to. */
  readonly studies: readonly StudyForReading[];
  readonly show: (ref: FrameRef) => void;
  /** Shows pictures as a presentation state says. */
  readonly showState: (objectId: ObjectId, content: PresentationContent) => void;
  /** Links the pictures of the case by a registration. */
  readonly useRegistration: (objectId: ObjectId, used: boolean) => void;
  /** Reads the values of a series by a map of an object. */
  readonly chooseMap: (choice: MapChoice) => void;
  /** The bytes of the PDF inside an object. */
  readonly loadPdf: (objectId: ObjectId, signal: AbortSignal) => Promise<Uint8Array>;
  /** What of it is not shown here, in words. */
  readonly stateGaps: (content: PresentationContent) => readonly string[];
}

/** What one object without a picture says, beside the pictures. */
export function ObjectPanel(props: ObjectPanelProps) {
  const { keeper, studies, show } = props;
  const opened = useStore(keeper.store, (state) => state.opened);
  const state = useStore(keeper.store, ({ read, opened: id }) => (id === null ? null : (read[id] ?? null)));
  const find = useMemo(() => findLink(studies, { show, open: (id) => keeper.open(id) }), [studies, show, keeper]);
  const image = studies
    .flatMap((study) => study.series.flatMap((series) => series.images))
    .find(({ objectId }) => objectId === opened);
  if (opened === null || !image) return null;
  const isWide = state?.status === 'read' && (state.content.kind === 'waveform' || isPdf(state.content));
  const title = state?.status === 'read' ? state.content.title : objectTitle(image, true);
  return (
    <aside
      className={classNames(styles['panel'], isWide && styles['wide'])}
      aria-label="Object"
      data-scope="image"
      data-object-id={opened}
      data-state={state?.status ?? 'reading'}
    >
      <div className={styles['head']}>
        <h2>
          <bdi>{title}</bdi>
        </h2>
        <Button tone="quiet" onClick={() => keeper.close()}>
          Close
        </Button>
      </div>
      <div className={styles['body']}>
        <p className={styles['quiet']}>{objectTitle(image, true)}</p>
        <LinkContext value={find}>
          <Said state={state} image={image} {...props} />
        </LinkContext>
      </div>
    </aside>
  );
}

/** What one object says in a viewport, in place of a picture. */
export function ObjectInPlace(props: ObjectPanelProps & { readonly image: ImageInfo }) {
  const { keeper, studies, show, image } = props;
  const { objectId } = image;
  const state = useStore(keeper.store, ({ read }) => read[objectId] ?? null);
  const find = useMemo(() => findLink(studies, { show, open: (id) => keeper.open(id) }), [studies, show, keeper]);
  useEffect(() => void keeper.read(objectId), [keeper, objectId]);
  return (
    <LinkContext value={find}>
      <Said state={state} {...props} />
    </LinkContext>
  );
}

interface SaidProps extends ObjectPanelProps {
  readonly image: ImageInfo;
}

function Said({ state, ...rest }: SaidProps & { readonly state: ReadState | null }) {
  if (state === null || state.status === 'reading') return <p className={styles['quiet']}>Reading …</p>;
  if (state.status === 'read') return <Content content={state.content} {...rest} />;
  const words = errorWords(state.error);
  return (
    <div role="alert">
      <p className={styles['warning']}>{words.title}</p>
      <p>{words.data}</p>
      <p>{words.next}</p>
    </div>
  );
}

function Content({
  content,
  keeper,
  image,
  studies,
  show,
  showState,
  useRegistration: onUse,
  chooseMap: onChoose,
  stateGaps,
  loadPdf,
}: SaidProps & { readonly content: ObjectContent }) {
  const goTo = (part: ObjectPart): void => {
    void keeper.firstOf(image.objectId, content, part).then((first) => (first ? show(first) : undefined));
  };
  const parts = <PartList keeper={keeper} objectId={image.objectId} content={content} studies={studies} goTo={goTo} />;
  switch (content.kind) {
    case 'report':
      return (
        <>
          <Standing content={content} />
          {parts}
          <DocumentLines lines={content.lines} />
          {content.cut ? <Cut /> : null}
        </>
      );
    case 'segmentation':
      return parts;
    case 'contours':
      return (
        <>
          {parts}
          {content.cut ? <Cut /> : null}
        </>
      );
    case 'waveform':
      return (
        <>
          <WaveformPlot content={content} />
          <DocumentLines lines={content.lines} />
          {content.cut ? <Cut /> : null}
        </>
      );
    case 'document':
      return (
        <>
          {isPdf(content) ? (
            <PdfPages key={image.objectId} objectId={image.objectId} bytes={content.bytes} load={loadPdf} />
          ) : content.lines === null ? (
            <p>
              A document of the kind {content.mime}, {content.bytes} bytes. It is not shown in this window: a document
              of a stranger may be a program. It can be written to a file, and that is put on record.
            </p>
          ) : (
            <DocumentLines lines={content.lines} />
          )}
          {content.cut ? <Cut /> : null}
          <Button onClick={() => void keeper.exportDocument(image.objectId, content.mime)}>
            Write the document to a file …
          </Button>
        </>
      );
    case 'key-images':
      return <KeyImages content={content} />;
    case 'presentation':
      return (
        <StateFacts content={content} gaps={stateGaps(content)} onShow={() => showState(image.objectId, content)} />
      );
    case 'registration':
      return <RegistrationFacts {...{ keeper, objectId: image.objectId, content, studies, onUse }} />;
    case 'value-maps':
      return <ValueMapFacts {...{ objectId: image.objectId, content, studies, onChoose }} />;
    case 'other':
      return (
        <p>
          This program does not show what is in this object. It is listed, kept as it came, and goes on untouched
          wherever the study goes.
        </p>
      );
  }
}

function isPdf(content: ObjectContent): boolean {
  return content.kind === 'document' && content.mime === PDF;
}

function Standing({ content }: { readonly content: Extract<ObjectContent, { kind: 'report' }> }) {
  const dose = doseLine(content.dose);
  return (
    <>
      {content.completion === 'PARTIAL' ? <p className={styles['warning']}>▲ Not complete, its writer says</p> : null}
      {content.verification === 'UNVERIFIED' && content.detection === null ? (
        <p className={styles['quiet']}>Not verified</p>
      ) : null}
      {content.detection === null ? null : <DetectionFacts detection={content.detection} />}
      {dose === '' ? null : <p>{dose}</p>}
    </>
  );
}

function Cut() {
  return (
    <p className={styles['warning']} role="note">
      ▲ Not all of this object is shown: it is longer, or of another kind, than what is read here.
    </p>
  );
}
