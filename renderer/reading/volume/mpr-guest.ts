import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import type { GlassLayer, Reformatter, ReformatStack, ViewportHandle } from '../../viewer/index.ts';
import type { Grey } from '../mpr-places.ts';

/** What of the three planes a picture beside them goes by. */
export interface MprHost {
  readonly reformatter: Reformatter;
  /** Where the planes meet, mm LPS. */
  readonly cross: Vec3;
  readonly grey: Grey;
  /** All planes show this place. */
  readonly moveTo: (place: Vec3) => void;
  /** Lines and marks over the planes are new. */
  readonly redraw: () => void;
}

/** A picture of the same volume beside the three planes: laid straight along a path, or seen from outside. */
export interface MprGuest {
  readonly viewportId: string;
  /** Its own viewport came onto the screen. What it gives takes its hands off again. */
  attach(handle: ViewportHandle): Disposer;
  /** Marks over one of the planes. */
  layers(handle: ViewportHandle, own: ReformatStack): readonly GlassLayer[];
  /** A press on one of the planes, before the tools hear of it; true: it is taken. */
  press(handle: ViewportHandle, own: ReformatStack, event: MouseEvent): boolean;
  /** Whether a picture is its own. */
  has(objectId: ObjectId): boolean;
  /** The planes meet elsewhere. */
  crossed(place: Vec3): void;
  dispose(): void;
}
