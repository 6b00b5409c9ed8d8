import { Node } from '@tiptap/core';
import type { NodeViewRendererProps } from '@tiptap/core';
import { MeasurementId } from '../../shared/model/ids.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { measurementWords } from '../../shared/report/measurement-words.ts';
import type { ReportLinks } from './links.ts';
import styles from './measurement-node.module.css';

/** How a measurement in the text stands to the one on the image. */
export type ChipState = 'same' | 'changed' | 'deleted' | 'unknown';

const SAID: Readonly<Record<ChipState, string>> = {
  same: '',
  changed: ', changed on the image since',
  deleted: ', deleted on the image',
  unknown: '',
};

export function chipState(measurements: readonly Measurement[], measurementId: string, text: string): ChipState {
  const measurement = measurements.find((entry) => entry.measurementId === measurementId);
  if (!measurement) return 'unknown';
  if (measurement.deleted) return 'deleted';
  return measurementWords(measurement) === text ? 'same' : 'changed';
}

/** A measurement in the text: one unit for the cursor, pressed to see it on its image. */
export function measurementNode(links: ReportLinks): Node {
  return Node.create({
    name: 'measurement',
    group: 'inline',
    inline: true,
    atom: true,
    selectable: true,
    addAttributes() {
      return { measurementId: { default: '' }, label: { default: '' }, text: { default: '' } };
    },
    parseHTML() {
      // Copy and paste inside the report keeps the link; foreign pages cannot make one that names no measurement of ours.
      return [
        {
          tag: 'span[data-measurement]',
          getAttrs: (element) =>
            MeasurementId.safeParse(element.dataset['measurement']).success
              ? {
                  measurementId: element.dataset['measurement'],
                  label: element.dataset['label'] ?? '',
                  text: element.dataset['words'] ?? '',
                }
              : false,
        },
      ];
    },
    renderHTML({ node }) {
      const { measurementId, label, text } = node.attrs;
      return ['span', { 'data-measurement': measurementId, 'data-label': label, 'data-words': text }, String(text)];
    },
    renderText({ node }) {
      return String(node.attrs['text']);
    },
    addNodeView() {
      return (props) => chipView(props, links);
    },
  });
}

function chipView({ node }: NodeViewRendererProps, links: ReportLinks) {
  const measurementId = String(node.attrs['measurementId']);
  const label = String(node.attrs['label']);
  const text = String(node.attrs['text']);
  const dom = document.createElement('button');
  dom.type = 'button';
  dom.contentEditable = 'false';
  dom.tabIndex = -1;
  dom.className = styles['chip'] ?? '';
  dom.dataset['measurement'] = measurementId;
  const name = document.createElement('span');
  name.className = styles['label'] ?? '';
  name.textContent = label;
  const value = document.createElement('span');
  value.textContent = text;
  dom.append(name, ' ', value);
  const draw = (): void => {
    const { measurements, marked } = links.state.getState();
    const state = chipState(measurements, measurementId, text);
    dom.dataset['state'] = state;
    dom.toggleAttribute('data-marked', marked === measurementId);
    dom.setAttribute('aria-label', `Measurement ${label} ${text}${SAID[state]}. Show on the image`);
    dom.title = `${label}${SAID[state]}`;
    if (marked === measurementId) dom.scrollIntoView?.({ block: 'nearest' });
  };
  draw();
  const stop = links.state.subscribe(draw);
  dom.addEventListener('click', () => {
    const id = MeasurementId.safeParse(measurementId);
    if (id.success) links.showMeasurement(id.data);
  });
  return { dom, ignoreMutation: () => true, destroy: stop };
}
