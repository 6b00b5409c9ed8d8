export { DetectionLine } from './detection-facts.tsx';
export { ObjectKeeper } from './object-keeper.ts';
export { DoseLine, ObjectList } from './object-list.tsx';
export { isRegistration, objectsOf } from './object-words.ts';
export { ObjectPanel } from './object-panel.tsx';
export type { ObjectPanelProps } from './object-panel.tsx';
export type { MapChoice } from './value-map-facts.tsx';
export type { Stepped } from './stepped.ts';
export type { RegisteredWay } from './registrations.ts';
